ALTER TABLE "fills" ADD COLUMN "trade_id" text;--> statement-breakpoint
ALTER TABLE "flows" ADD COLUMN "moves" jsonb;--> statement-breakpoint
ALTER TABLE "realisations" ADD COLUMN "fill_id" text;--> statement-breakpoint
ALTER TABLE "realisations" ADD COLUMN "change" numeric(20,6) DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "realisations" ADD COLUMN "cash" numeric(20,6) DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "realisations" ADD COLUMN "transaction" text;--> statement-breakpoint
CREATE INDEX "fills_arrival" ON "fills" USING btree ("ledger","row_order");--> statement-breakpoint
CREATE INDEX "flows_ledger" ON "flows" USING btree ("ledger","at","row_order");--> statement-breakpoint
CREATE INDEX "flows_arrival" ON "flows" USING btree ("ledger","row_order");--> statement-breakpoint
CREATE INDEX "realisations_unsold" ON "realisations" USING btree ("ledger","at","row_order") WHERE cause <> 'sale';--> statement-breakpoint
CREATE INDEX "realisations_arrival" ON "realisations" USING btree ("ledger","row_order");--> statement-breakpoint
UPDATE "realisations" SET "fill_id" = "fills"."id", "change" = - "fills"."quantity", "cash" = "fills"."notional"
FROM "fills" WHERE "fills"."id" = "realisations"."id" AND "realisations"."cause" = 'sale';--> statement-breakpoint
-- Until now only paper was paid out, and always all that was held: what was bought less what was sold.
UPDATE "realisations" SET "change" = - "held"."quantity", "cash" = "realisations"."amount" + "held"."cost"
FROM (
	SELECT "f"."ledger", coalesce("f"."wallet", '') AS "wallet", "f"."token_id",
		sum(CASE "f"."side" WHEN 'buy' THEN "f"."quantity" ELSE - "f"."quantity" END) AS "quantity",
		sum(CASE "f"."side" WHEN 'buy' THEN "f"."notional" ELSE coalesce("s"."amount", 0) - "f"."notional" END) AS "cost"
	FROM "fills" "f" LEFT JOIN "realisations" "s" ON "s"."id" = "f"."id"
	GROUP BY 1, 2, 3
) AS "held"
WHERE "realisations"."cause" = 'payout' AND "held"."ledger" = "realisations"."ledger"
	AND "held"."token_id" = "realisations"."token_id"
	AND "held"."wallet" = coalesce("realisations"."wallet", '');
