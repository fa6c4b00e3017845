CREATE TABLE "audit" (
	"command_id" text PRIMARY KEY NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"detail" jsonb NOT NULL,
	"outcome" text NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"row_order" bigint GENERATED ALWAYS AS IDENTITY (sequence name "audit_row_order_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1)
);
--> statement-breakpoint
CREATE TABLE "control" (
	"only" boolean PRIMARY KEY NOT NULL,
	"killed_reason" text,
	"killed_at" timestamp(3) with time zone,
	"paused_cause" text,
	"paused_reason" text,
	"paused_at" timestamp(3) with time zone,
	"paused_day" text,
	CONSTRAINT "control_single_row" CHECK ("control"."only")
);
--> statement-breakpoint
CREATE TABLE "cursors" (
	"name" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "decisions" (
	"id" text PRIMARY KEY NOT NULL,
	"signal_id" text NOT NULL,
	"signal_kind" text NOT NULL,
	"ledger" text NOT NULL,
	"wallet" text,
	"market_id" text NOT NULL,
	"token_id" text NOT NULL,
	"verdict" text NOT NULL,
	"reason" text,
	"gates" jsonb NOT NULL,
	"spend" numeric(20,6),
	"quantity" numeric(20,6),
	"limit_price" numeric(20,6),
	"settings_version" bigint NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"row_order" bigint GENERATED ALWAYS AS IDENTITY (sequence name "decisions_row_order_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1)
);
--> statement-breakpoint
CREATE TABLE "exits" (
	"signal_id" text NOT NULL,
	"ledger" text NOT NULL,
	"signal" jsonb NOT NULL,
	"quantity" numeric(20,6) NOT NULL,
	"tries" integer NOT NULL,
	"status" text NOT NULL,
	"started_at" timestamp(3) with time zone NOT NULL,
	"row_order" bigint GENERATED ALWAYS AS IDENTITY (sequence name "exits_row_order_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	CONSTRAINT "exits_signal_id_ledger_pk" PRIMARY KEY("signal_id","ledger")
);
--> statement-breakpoint
CREATE TABLE "fills" (
	"id" text PRIMARY KEY NOT NULL,
	"intent_id" text NOT NULL,
	"signal_id" text NOT NULL,
	"ledger" text NOT NULL,
	"wallet" text,
	"market_id" text NOT NULL,
	"token_id" text NOT NULL,
	"side" text NOT NULL,
	"price" numeric(20,6) NOT NULL,
	"quantity" numeric(20,6) NOT NULL,
	"notional" numeric(20,6) NOT NULL,
	"fee" numeric(20,6) NOT NULL,
	"settlement" text NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"row_order" bigint GENERATED ALWAYS AS IDENTITY (sequence name "fills_row_order_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1)
);
--> statement-breakpoint
CREATE TABLE "flows" (
	"id" text PRIMARY KEY NOT NULL,
	"ledger" text NOT NULL,
	"kind" text NOT NULL,
	"amount" numeric(20,6) NOT NULL,
	"note" text NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"row_order" bigint GENERATED ALWAYS AS IDENTITY (sequence name "flows_row_order_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1)
);
--> statement-breakpoint
CREATE TABLE "leader_holdings" (
	"wallet" text NOT NULL,
	"market_id" text NOT NULL,
	"token_id" text NOT NULL,
	"quantity" numeric(20,6) NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "leader_holdings_wallet_token_id_pk" PRIMARY KEY("wallet","token_id")
);
--> statement-breakpoint
CREATE TABLE "ledger_marks" (
	"ledger" text PRIMARY KEY NOT NULL,
	"day" text NOT NULL,
	"net_at_day_start" numeric(20,6) NOT NULL,
	"peak_equity" numeric(20,6) NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "market_filters" (
	"filter_type" text NOT NULL,
	"value" text NOT NULL,
	"action" text NOT NULL,
	CONSTRAINT "market_filters_filter_type_value_pk" PRIMARY KEY("filter_type","value")
);
--> statement-breakpoint
CREATE TABLE "market_mappings" (
	"polymarket_id" text NOT NULL,
	"kalshi_id" text NOT NULL,
	"description" text NOT NULL,
	"relation" text NOT NULL,
	"state" text NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "market_mappings_polymarket_id_kalshi_id_pk" PRIMARY KEY("polymarket_id","kalshi_id")
);
--> statement-breakpoint
CREATE TABLE "markets" (
	"market_id" text PRIMARY KEY NOT NULL,
	"venue" text,
	"version" text,
	"question" text,
	"slug" text,
	"event_group_id" text,
	"categories" jsonb,
	"outcomes" jsonb,
	"neg_risk" boolean,
	"tick" numeric(20,6),
	"min_quantity" numeric(20,6),
	"min_marketable_buy" numeric(20,6),
	"fee_rate" numeric(20,6),
	"fee_exponent" double precision,
	"taker_delay_ms" bigint,
	"starts_at" timestamp(3) with time zone,
	"closes_at" timestamp(3) with time zone,
	"short_crypto" boolean,
	"accepting_orders" boolean,
	"status" text,
	"volume_24h" numeric(20,6),
	"payouts" jsonb,
	"resolved_at" timestamp(3) with time zone
);
--> statement-breakpoint
CREATE TABLE "orders" (
	"intent_id" text PRIMARY KEY NOT NULL,
	"external_id" text NOT NULL,
	"signal_id" text NOT NULL,
	"leg" text NOT NULL,
	"attempts" integer NOT NULL,
	"ledger" text NOT NULL,
	"wallet" text,
	"market_id" text NOT NULL,
	"token_id" text NOT NULL,
	"side" text NOT NULL,
	"time_in_force" text NOT NULL,
	"status" text NOT NULL,
	"state" text NOT NULL,
	"requested_size" numeric(20,6) NOT NULL,
	"filled_size" numeric(20,6) NOT NULL,
	"requested_price" numeric(20,6) NOT NULL,
	"filled_price" numeric(20,6),
	"filled_notional" numeric(20,6) NOT NULL,
	"spend" numeric(20,6) NOT NULL,
	"fees" numeric(20,6) NOT NULL,
	"reserved" numeric(20,6) NOT NULL,
	"reason" text,
	"settings_version" bigint NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"expires_at" timestamp(3) with time zone NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL,
	"row_order" bigint GENERATED ALWAYS AS IDENTITY (sequence name "orders_row_order_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	CONSTRAINT "orders_external_id_unique" UNIQUE("external_id")
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"ledger" text,
	"subject" text NOT NULL,
	"data" jsonb NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"delivered_at" timestamp(3) with time zone,
	"row_order" bigint GENERATED ALWAYS AS IDENTITY (sequence name "outbox_row_order_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1)
);
--> statement-breakpoint
CREATE TABLE "positions" (
	"ledger" text NOT NULL,
	"wallet" text NOT NULL,
	"market_id" text NOT NULL,
	"token_id" text NOT NULL,
	"quantity" numeric(20,6) NOT NULL,
	"cost" numeric(20,6) NOT NULL,
	"realised" numeric(20,6) NOT NULL,
	"fees" numeric(20,6) NOT NULL,
	"opened_at" timestamp(3) with time zone NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "positions_ledger_wallet_token_id_pk" PRIMARY KEY("ledger","wallet","token_id")
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"version" bigint PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"value" text NOT NULL,
	"actor" text NOT NULL,
	"at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "signals" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"wallet" text,
	"market_id" text NOT NULL,
	"token_id" text NOT NULL,
	"stage" text,
	"leader_price" numeric(20,6),
	"leader_quantity" numeric(20,6),
	"leader_notional" numeric(20,6),
	"clip_notional" numeric(20,6),
	"prints" integer,
	"fraction" numeric(20,6),
	"cause" text,
	"traded_at" timestamp(3) with time zone NOT NULL,
	"received_at" timestamp(3) with time zone NOT NULL,
	"row_order" bigint GENERATED ALWAYS AS IDENTITY (sequence name "signals_row_order_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1)
);
--> statement-breakpoint
CREATE TABLE "trades" (
	"key" text NOT NULL,
	"ordinal" integer NOT NULL,
	"wallet" text NOT NULL,
	"kind" text NOT NULL,
	"market_id" text NOT NULL,
	"token_id" text,
	"quantity" numeric(20,6) NOT NULL,
	"price" numeric(20,6),
	"notional" numeric(20,6) NOT NULL,
	"transaction" text NOT NULL,
	"traded_at" timestamp(3) with time zone NOT NULL,
	"feed" text NOT NULL,
	"occurrence" integer,
	"title" text NOT NULL,
	"slug" text NOT NULL,
	"event_slug" text NOT NULL,
	"received_at" timestamp(3) with time zone NOT NULL,
	"row_order" bigint GENERATED ALWAYS AS IDENTITY (sequence name "trades_row_order_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	CONSTRAINT "trades_key_ordinal_pk" PRIMARY KEY("key","ordinal")
);
--> statement-breakpoint
CREATE TABLE "wallet_metrics" (
	"wallet_address" text PRIMARY KEY NOT NULL,
	"win_rate" double precision,
	"roi" double precision,
	"timing_score" double precision,
	"consistency" double precision,
	"confidence_score" double precision,
	"total_trades" bigint NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "wallets" (
	"address" text PRIMARY KEY NOT NULL,
	"label" text,
	"enabled" boolean NOT NULL,
	"mode" text NOT NULL,
	"sizing" jsonb,
	"scale_factor" numeric(20,6) DEFAULT 1000000 NOT NULL,
	"max_trade_size" numeric(20,6),
	"max_per_day" numeric(20,6),
	"max_per_market" numeric(20,6),
	"min_confidence" double precision,
	"min_leader_clip" numeric(20,6),
	"price_min" numeric(20,6),
	"price_max" numeric(20,6),
	"max_age_ms" bigint,
	"max_drift" numeric(20,6),
	"small" text,
	"exit" jsonb,
	"categories_allowed" jsonb NOT NULL,
	"categories_denied" jsonb NOT NULL,
	"confidence" double precision,
	"followed_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "audit_at" ON "audit" USING btree ("at","row_order");--> statement-breakpoint
CREATE INDEX "decisions_signal_id" ON "decisions" USING btree ("signal_id");--> statement-breakpoint
CREATE INDEX "decisions_at" ON "decisions" USING btree ("at","row_order");--> statement-breakpoint
CREATE INDEX "decisions_ledger" ON "decisions" USING btree ("ledger","at","row_order");--> statement-breakpoint
CREATE INDEX "exits_unfinished" ON "exits" USING btree ("started_at") WHERE "exits"."status" <> 'done';--> statement-breakpoint
CREATE INDEX "fills_at" ON "fills" USING btree ("at","row_order");--> statement-breakpoint
CREATE INDEX "fills_intent_id" ON "fills" USING btree ("intent_id");--> statement-breakpoint
CREATE INDEX "flows_at" ON "flows" USING btree ("at","row_order");--> statement-breakpoint
CREATE INDEX "markets_resolved_at" ON "markets" USING btree ("resolved_at");--> statement-breakpoint
CREATE INDEX "orders_created_at" ON "orders" USING btree ("created_at","row_order");--> statement-breakpoint
CREATE INDEX "orders_ledger" ON "orders" USING btree ("ledger","created_at","row_order");--> statement-breakpoint
CREATE INDEX "orders_state" ON "orders" USING btree ("state");--> statement-breakpoint
CREATE INDEX "outbox_pending" ON "outbox" USING btree ("at","row_order") WHERE "outbox"."delivered_at" is null;--> statement-breakpoint
CREATE INDEX "positions_market_id" ON "positions" USING btree ("market_id");--> statement-breakpoint
CREATE INDEX "settings_key" ON "settings" USING btree ("key","version");--> statement-breakpoint
CREATE INDEX "signals_received_at" ON "signals" USING btree ("received_at","row_order");--> statement-breakpoint
CREATE INDEX "trades_received_at" ON "trades" USING btree ("received_at","row_order");