CREATE TABLE "arbitrages" (
	"id" text PRIMARY KEY NOT NULL,
	"watch_id" text NOT NULL,
	"structure" text NOT NULL,
	"pair" integer,
	"family" text,
	"legs" jsonb NOT NULL,
	"quantity" numeric(20,6) NOT NULL,
	"cost" numeric(20,6) NOT NULL,
	"fees" numeric(20,6) NOT NULL,
	"profit" numeric(20,6) NOT NULL,
	"roi" numeric(20,6) NOT NULL,
	"yearly" numeric(20,6),
	"pays_at" timestamp(3) with time zone,
	"basis" jsonb NOT NULL,
	"is_arbitrage" boolean NOT NULL,
	"is_automatic" boolean NOT NULL,
	"crossed_at" timestamp(3) with time zone NOT NULL,
	"found_at" timestamp(3) with time zone NOT NULL,
	"expires_at" timestamp(3) with time zone NOT NULL,
	"end_why" text,
	"lasted_ms" bigint,
	"was_takeable" boolean,
	"best_profit" numeric(20,6),
	"ended_at" timestamp(3) with time zone,
	"row_order" bigint GENERATED ALWAYS AS IDENTITY (sequence name "arbitrages_row_order_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1)
);
--> statement-breakpoint
ALTER TABLE "market_mappings" ADD COLUMN "number" integer NOT NULL;--> statement-breakpoint
ALTER TABLE "market_mappings" ADD COLUMN "family" text;--> statement-breakpoint
ALTER TABLE "market_mappings" ADD COLUMN "basis" jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "market_mappings" ADD COLUMN "reasons" jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "market_mappings" ADD COLUMN "texts_read" boolean NOT NULL;--> statement-breakpoint
ALTER TABLE "market_mappings" ADD COLUMN "polymarket_text_hash" text;--> statement-breakpoint
ALTER TABLE "market_mappings" ADD COLUMN "kalshi_text_hash" text;--> statement-breakpoint
ALTER TABLE "market_mappings" ADD COLUMN "word" jsonb;--> statement-breakpoint
ALTER TABLE "market_mappings" ADD COLUMN "demoted" jsonb;--> statement-breakpoint
ALTER TABLE "market_mappings" ADD COLUMN "settled" jsonb;--> statement-breakpoint
CREATE INDEX "arbitrages_found_at" ON "arbitrages" USING btree ("found_at","row_order");--> statement-breakpoint
ALTER TABLE "market_mappings" DROP COLUMN "description";