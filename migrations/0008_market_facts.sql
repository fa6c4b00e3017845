ALTER TABLE "markets" ADD COLUMN "day_move" numeric(20,6);--> statement-breakpoint
ALTER TABLE "markets" ADD COLUMN "week_move" numeric(20,6);--> statement-breakpoint
ALTER TABLE "markets" ADD COLUMN "terms" jsonb;