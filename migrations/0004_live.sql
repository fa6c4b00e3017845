CREATE TABLE "order_events" (
	"intent_id" text NOT NULL,
	"ordinal" bigint NOT NULL,
	"kind" text NOT NULL,
	"detail" text NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "order_events_intent_id_ordinal_pk" PRIMARY KEY("intent_id","ordinal")
);
--> statement-breakpoint
ALTER TABLE "control" ADD COLUMN "live_warning_read_at" timestamp(3) with time zone;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "body" text;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "rests_until" timestamp(3) with time zone;