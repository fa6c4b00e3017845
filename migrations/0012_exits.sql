ALTER TABLE "positions" ADD COLUMN "best" numeric(20,6);--> statement-breakpoint
ALTER TABLE "wallets" ADD COLUMN "own_exits" jsonb;