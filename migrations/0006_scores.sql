CREATE TABLE "wallet_standings" (
	"wallet_address" text PRIMARY KEY NOT NULL,
	"below_days" integer NOT NULL,
	"below_day" text,
	"offered" text,
	"offered_at" timestamp(3) with time zone,
	"spent" jsonb NOT NULL,
	"judged_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
-- No version has written to this table yet, and what it kept was one row a wallet.
DROP TABLE "wallet_metrics";--> statement-breakpoint
CREATE TABLE "wallet_metrics" (
	"wallet_address" text NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"kind" text NOT NULL,
	"confidence_score" double precision NOT NULL,
	"confidence_low" double precision NOT NULL,
	"confidence_high" double precision NOT NULL,
	"edge" double precision NOT NULL,
	"edge_low" double precision NOT NULL,
	"edge_high" double precision NOT NULL,
	"win_rate" double precision,
	"roi" double precision,
	"timing_score" double precision,
	"consistency" double precision,
	"evidence" double precision NOT NULL,
	"total_trades" bigint NOT NULL,
	"ended_markets" bigint NOT NULL,
	"score" jsonb NOT NULL,
	CONSTRAINT "wallet_metrics_wallet_address_at_pk" PRIMARY KEY("wallet_address","at")
);
--> statement-breakpoint
CREATE INDEX "trades_wallet_received" ON "trades" USING btree ("wallet","received_at","row_order");
