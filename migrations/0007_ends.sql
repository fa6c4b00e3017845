ALTER TABLE "fills" ADD COLUMN "transaction" text;--> statement-breakpoint
ALTER TABLE "markets" ADD COLUMN "ended_at" timestamp(3) with time zone;