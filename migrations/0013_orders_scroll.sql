DROP INDEX "orders_state";--> statement-breakpoint
CREATE INDEX "orders_wallet" ON "orders" USING btree ("wallet","created_at","row_order");--> statement-breakpoint
CREATE INDEX "orders_market" ON "orders" USING btree ("market_id","created_at","row_order");--> statement-breakpoint
CREATE INDEX "orders_state" ON "orders" USING btree ("state","created_at","row_order");