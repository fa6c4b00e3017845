CREATE TABLE "realisations" (
	"id" text PRIMARY KEY NOT NULL,
	"ledger" text NOT NULL,
	"wallet" text,
	"market_id" text NOT NULL,
	"token_id" text NOT NULL,
	"cause" text NOT NULL,
	"amount" numeric(20,6) NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"row_order" bigint GENERATED ALWAYS AS IDENTITY (sequence name "realisations_row_order_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1)
);
--> statement-breakpoint
ALTER TABLE "ledger_marks" ADD COLUMN "gain_at_day_start" numeric(20,6) DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "realisations_ledger" ON "realisations" USING btree ("ledger","at","row_order");