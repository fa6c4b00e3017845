DROP INDEX "decisions_signal_id";--> statement-breakpoint
CREATE INDEX "decisions_signal_prefix" ON "decisions" USING btree ("signal_id" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "decisions_id_prefix" ON "decisions" USING btree ("id" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "decisions_wallet" ON "decisions" USING btree ("wallet","at","row_order","ledger");--> statement-breakpoint
CREATE INDEX "fills_ledger" ON "fills" USING btree ("ledger","at","row_order");--> statement-breakpoint
CREATE INDEX "orders_id_prefix" ON "orders" USING btree ("intent_id" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "orders_signal_id" ON "orders" USING btree ("signal_id");--> statement-breakpoint
CREATE INDEX "trades_wallet" ON "trades" USING btree ("wallet","traded_at","kind");