CREATE TABLE "chat_positions" (
	"name" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "chat_preferences" (
	"target" text PRIMARY KEY NOT NULL,
	"preferences" jsonb,
	"updated_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "deliveries" (
	"target" text NOT NULL,
	"notice_id" text NOT NULL,
	"state" text NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "deliveries_target_notice_id_pk" PRIMARY KEY("target","notice_id")
);
--> statement-breakpoint
CREATE TABLE "equity_samples" (
	"ledger" text NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"equity" numeric(20,6) NOT NULL,
	CONSTRAINT "equity_samples_ledger_at_pk" PRIMARY KEY("ledger","at")
);
--> statement-breakpoint
CREATE TABLE "operators" (
	"platform" text NOT NULL,
	"user_id" text NOT NULL,
	"role" text NOT NULL,
	"name" text NOT NULL,
	"added_by" text NOT NULL,
	"added_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "operators_platform_user_id_pk" PRIMARY KEY("platform","user_id")
);
--> statement-breakpoint
CREATE TABLE "prompts" (
	"id" text PRIMARY KEY NOT NULL,
	"actor" text NOT NULL,
	"chat" text NOT NULL,
	"action" text NOT NULL,
	"prepared_on" text NOT NULL,
	"run" text NOT NULL,
	"expires_at" timestamp(3) with time zone NOT NULL,
	"used_at" timestamp(3) with time zone
);
--> statement-breakpoint
DROP INDEX "outbox_pending";--> statement-breakpoint
ALTER TABLE "control" ADD COLUMN "live_at" timestamp(3) with time zone;--> statement-breakpoint
ALTER TABLE "control" ADD COLUMN "live_entries_from" timestamp(3) with time zone;--> statement-breakpoint
CREATE INDEX "deliveries_digest" ON "deliveries" USING btree ("target","at") WHERE "deliveries"."state" = 'digest';--> statement-breakpoint
CREATE INDEX "prompts_expires_at" ON "prompts" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "fills_wallet" ON "fills" USING btree ("ledger","wallet","at");--> statement-breakpoint
CREATE INDEX "outbox_at" ON "outbox" USING btree ("at","row_order");--> statement-breakpoint
CREATE INDEX "realisations_wallet" ON "realisations" USING btree ("ledger","wallet","at");--> statement-breakpoint
INSERT INTO "deliveries" ("target","notice_id","state","at") SELECT 'console', "id", 'sent', "delivered_at" FROM "outbox" WHERE "delivered_at" IS NOT NULL;--> statement-breakpoint
ALTER TABLE "outbox" DROP COLUMN "delivered_at";