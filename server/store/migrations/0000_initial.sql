CREATE TABLE "access_log" (
	"look_id" text PRIMARY KEY NOT NULL,
	"scheme_id" text NOT NULL,
	"household_id" text,
	"viewer" text NOT NULL,
	"role" text NOT NULL,
	"reason" text NOT NULL,
	"note" "bytea",
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "erasures" (
	"erasure_id" text PRIMARY KEY NOT NULL,
	"scheme_id" text NOT NULL,
	"reason" text NOT NULL,
	"by" text,
	"signature" text,
	"beneficiaries" integer NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "payment_refusals" (
	"refusal_id" text PRIMARY KEY NOT NULL,
	"beneficiary_id" text NOT NULL,
	"shop_id" text NOT NULL,
	"amount_cents" bigint NOT NULL,
	"code" text NOT NULL,
	"params" jsonb NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "bank_entries" (
	"entry_id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"amount_cents" bigint NOT NULL,
	"payout_id" text,
	"status" text NOT NULL,
	"return_reason" text,
	"booked_at" text NOT NULL,
	"details" "bytea" NOT NULL,
	"source" text NOT NULL,
	"seen_at" bigint NOT NULL,
	"statement_name" text,
	"notice_name" text,
	"entry_reference" text,
	"payment_reference" text,
	"account_agrees" boolean,
	CONSTRAINT "bank_entries_statementName_unique" UNIQUE("statement_name"),
	CONSTRAINT "bank_entries_noticeName_unique" UNIQUE("notice_name")
);
--> statement-breakpoint
CREATE TABLE "bank_files" (
	"file_hash" text PRIMARY KEY NOT NULL,
	"message" text NOT NULL,
	"message_id" text NOT NULL,
	"entries" integer NOT NULL,
	"imported_by" text,
	"imported_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "bank_states" (
	"name" text PRIMARY KEY NOT NULL,
	"state" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "bank_submissions" (
	"submission_id" text PRIMARY KEY NOT NULL,
	"bank" text NOT NULL,
	"scheme_id" text,
	"request_id" text NOT NULL,
	"guard_scope" text NOT NULL,
	"target" text NOT NULL,
	"body" "bytea" NOT NULL,
	"body_hash" text NOT NULL,
	"amount_cents" bigint NOT NULL,
	"payout_count" integer NOT NULL,
	"position" text NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"bank_submission_id" text,
	"frozen_by" text,
	"released_by" text,
	"release" text,
	"created_at" bigint NOT NULL,
	"sent_at" bigint,
	"execution_date" text
);
--> statement-breakpoint
CREATE TABLE "name_checks" (
	"payout_id" text PRIMARY KEY NOT NULL,
	"shop_id" text NOT NULL,
	"iban_commitment" text NOT NULL,
	"result" text NOT NULL,
	"name" "bytea",
	"checked_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "payee_blocks" (
	"scheme_id" text NOT NULL,
	"shop_id" text NOT NULL,
	"reason" text NOT NULL,
	"iban_commitment" text,
	"by" text,
	"at" bigint NOT NULL,
	CONSTRAINT "payee_blocks_scheme_id_shop_id_pk" PRIMARY KEY("scheme_id","shop_id")
);
--> statement-breakpoint
CREATE TABLE "payout_attempts" (
	"payout_id" text NOT NULL,
	"attempt" integer NOT NULL,
	"submission_id" text NOT NULL,
	"outcome" text DEFAULT 'open' NOT NULL,
	CONSTRAINT "payout_attempts_payout_id_attempt_pk" PRIMARY KEY("payout_id","attempt")
);
--> statement-breakpoint
CREATE TABLE "payout_decisions" (
	"decision_id" text PRIMARY KEY NOT NULL,
	"scheme_id" text NOT NULL,
	"subject_id" text NOT NULL,
	"decision" text NOT NULL,
	"reason" "bytea",
	"by" text NOT NULL,
	"signature" text NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "payout_orders" (
	"payout_id" text PRIMARY KEY NOT NULL,
	"scheme_id" text NOT NULL,
	"shop_id" text NOT NULL,
	"amount_cents" bigint NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"bank_payment_id" text,
	"created_at" bigint NOT NULL,
	"changed_at" bigint NOT NULL,
	"booked_at" bigint,
	"retry_at" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "card_attempts" (
	"attempt_id" text PRIMARY KEY NOT NULL,
	"card" text NOT NULL,
	"shop_id" text NOT NULL,
	"till" text NOT NULL,
	"amount_cents" bigint NOT NULL,
	"nonce" integer NOT NULL,
	"started_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL,
	"signed_at" bigint
);
--> statement-breakpoint
CREATE TABLE "card_charges" (
	"payment_id" text PRIMARY KEY NOT NULL,
	"attempt_id" text NOT NULL,
	"till" text NOT NULL,
	CONSTRAINT "card_charges_attemptId_unique" UNIQUE("attempt_id")
);
--> statement-breakpoint
CREATE TABLE "card_limits" (
	"scheme_id" text PRIMARY KEY NOT NULL,
	"per_payment_cents" bigint NOT NULL,
	"per_day_cents" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "card_pins" (
	"look_up_id" text PRIMARY KEY NOT NULL,
	"scheme_id" text NOT NULL,
	"beneficiary_id" text NOT NULL,
	"card" text,
	"pin_key" "bytea" NOT NULL,
	"attempts" integer NOT NULL,
	"next_nonce" integer NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "card_pins_card_unique" UNIQUE("card")
);
--> statement-breakpoint
CREATE TABLE "cards" (
	"card" text PRIMARY KEY NOT NULL,
	"scheme_id" text NOT NULL,
	"beneficiary_id" text NOT NULL,
	"linked_by" text NOT NULL,
	"linked_at" bigint NOT NULL,
	"blocked" boolean NOT NULL,
	"reason" text,
	"removed_at" bigint,
	"day" integer NOT NULL,
	"spent_on_day_cents" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "blocks" (
	"number" bigint PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"parent_hash" text NOT NULL,
	"timestamp" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "chain_events" (
	"block_number" bigint NOT NULL,
	"log_index" integer NOT NULL,
	"transaction_hash" text NOT NULL,
	"timestamp" bigint NOT NULL,
	"name" text NOT NULL,
	"args" jsonb NOT NULL,
	"request_id" text,
	CONSTRAINT "chain_events_block_number_log_index_pk" PRIMARY KEY("block_number","log_index")
);
--> statement-breakpoint
CREATE TABLE "commands" (
	"id" text PRIMARY KEY NOT NULL,
	"position" bigserial NOT NULL,
	"kind" text NOT NULL,
	"payload" jsonb NOT NULL,
	"subject" text NOT NULL,
	"state" text NOT NULL,
	"alone" boolean DEFAULT false NOT NULL,
	"transaction_hash" text,
	"code" text,
	"params" jsonb,
	"block_number" bigint,
	"block_timestamp" bigint,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "deployments" (
	"id" integer PRIMARY KEY NOT NULL,
	"chain_id" bigint NOT NULL,
	"ledger" text NOT NULL,
	"forwarder" text NOT NULL,
	"roles" text NOT NULL,
	"cards" text NOT NULL,
	"first_block" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "transactions" (
	"sender" text NOT NULL,
	"nonce" bigint NOT NULL,
	"hash" text NOT NULL,
	"raw" text NOT NULL,
	"created_at" bigint NOT NULL,
	"block_number" bigint,
	"block_timestamp" bigint,
	CONSTRAINT "transactions_sender_nonce_pk" PRIMARY KEY("sender","nonce"),
	CONSTRAINT "transactions_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "activation_keys" (
	"activation_key" text NOT NULL,
	"beneficiary_id" text NOT NULL,
	"scheme_id" text NOT NULL,
	"state" text NOT NULL,
	"issued_at" bigint NOT NULL,
	"used_at" bigint,
	CONSTRAINT "activation_keys_activation_key_beneficiary_id_pk" PRIMARY KEY("activation_key","beneficiary_id")
);
--> statement-breakpoint
CREATE TABLE "beneficiaries" (
	"beneficiary_id" text PRIMARY KEY NOT NULL,
	"scheme_id" text NOT NULL,
	"state" text NOT NULL,
	"granted_cents" bigint NOT NULL,
	"balance_cents" bigint NOT NULL,
	"device_count" integer NOT NULL,
	"registered_at" bigint NOT NULL,
	"reason" text,
	"top_up_cents" bigint,
	"top_up_reason" text,
	"top_up_at" bigint,
	"unfrozen_reason" text,
	"unfrozen_at" bigint,
	"has_paid" boolean NOT NULL,
	"last_used_at" bigint
);
--> statement-breakpoint
CREATE TABLE "corrections" (
	"position" bigint PRIMARY KEY NOT NULL,
	"payment_id" text NOT NULL,
	"kind" text NOT NULL,
	"scheme_id" text NOT NULL,
	"beneficiary_id" text NOT NULL,
	"shop_id" text NOT NULL,
	"by" text NOT NULL,
	"amount_cents" bigint NOT NULL,
	"reason" text,
	"request_id" text,
	"at" bigint NOT NULL,
	"transaction_hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "devices" (
	"device" text PRIMARY KEY NOT NULL,
	"beneficiary_id" text NOT NULL,
	"added_by" text NOT NULL,
	"added_at" bigint NOT NULL,
	"removed_at" bigint,
	"lost_by" text
);
--> statement-breakpoint
CREATE TABLE "mandates" (
	"scheme_id" text PRIMARY KEY NOT NULL,
	"operator" text NOT NULL,
	"per_payout_cents" bigint NOT NULL,
	"per_day_cents" bigint NOT NULL,
	"valid_until" bigint NOT NULL,
	"set_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "payments" (
	"payment_id" text PRIMARY KEY NOT NULL,
	"position" bigint NOT NULL,
	"kind" text NOT NULL,
	"scheme_id" text NOT NULL,
	"beneficiary_id" text NOT NULL,
	"shop_id" text NOT NULL,
	"till" text,
	"device" text NOT NULL,
	"nonce" bigint NOT NULL,
	"amount_cents" bigint NOT NULL,
	"corrected_cents" bigint NOT NULL,
	"balance_after_cents" bigint NOT NULL,
	"paid_at" bigint NOT NULL,
	"block_number" bigint NOT NULL,
	"transaction_hash" text NOT NULL,
	CONSTRAINT "payments_position_unique" UNIQUE("position")
);
--> statement-breakpoint
CREATE TABLE "payouts" (
	"payout_id" text PRIMARY KEY NOT NULL,
	"scheme_id" text NOT NULL,
	"shop_id" text NOT NULL,
	"amount_cents" bigint NOT NULL,
	"iban_commitment" text NOT NULL,
	"opened_by" text NOT NULL,
	"state" text NOT NULL,
	"opened_at" bigint NOT NULL,
	"settled_at" bigint,
	"returned_at" bigint,
	"bank_reference" text,
	"bank_reason" text
);
--> statement-breakpoint
CREATE TABLE "role_holders" (
	"scheme_id" text NOT NULL,
	"role" text NOT NULL,
	"holder" text NOT NULL,
	"candidate" text NOT NULL,
	"accepted_at" bigint NOT NULL,
	"withdrawn_at" bigint,
	CONSTRAINT "role_holders_scheme_id_role_holder_pk" PRIMARY KEY("scheme_id","role","holder")
);
--> statement-breakpoint
CREATE TABLE "role_offers" (
	"scheme_id" text NOT NULL,
	"role" text NOT NULL,
	"candidate" text NOT NULL,
	"state" text NOT NULL,
	"offered_at" bigint NOT NULL,
	"ready_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL,
	"holder" text,
	CONSTRAINT "role_offers_scheme_id_role_candidate_pk" PRIMARY KEY("scheme_id","role","candidate")
);
--> statement-breakpoint
CREATE TABLE "scheme_movements" (
	"scheme_id" text NOT NULL,
	"bank_reference" text NOT NULL,
	"kind" text NOT NULL,
	"amount_cents" bigint NOT NULL,
	"shop_id" text,
	"at" bigint NOT NULL,
	CONSTRAINT "scheme_movements_scheme_id_bank_reference_pk" PRIMARY KEY("scheme_id","bank_reference")
);
--> statement-breakpoint
CREATE TABLE "schemes" (
	"scheme_id" text PRIMARY KEY NOT NULL,
	"sponsor" text NOT NULL,
	"starts_at" bigint NOT NULL,
	"ends_at" bigint NOT NULL,
	"grace_seconds" bigint NOT NULL,
	"iban_delay_seconds" bigint NOT NULL,
	"amount_per_beneficiary_cents" bigint NOT NULL,
	"shop_debt_limit_cents" bigint NOT NULL,
	"paused" boolean NOT NULL,
	"closed" boolean NOT NULL,
	"funded_cents" bigint NOT NULL,
	"unallocated_cents" bigint NOT NULL,
	"outstanding_cents" bigint NOT NULL,
	"owed_cents" bigint NOT NULL,
	"in_payout_cents" bigint NOT NULL,
	"paid_out_cents" bigint NOT NULL,
	"withdrawn_cents" bigint NOT NULL,
	"opened_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "shop_accounts" (
	"scheme_id" text NOT NULL,
	"shop_id" text NOT NULL,
	"state" text NOT NULL,
	"owed_cents" bigint NOT NULL,
	"in_payout_cents" bigint NOT NULL,
	"paid_out_cents" bigint NOT NULL,
	"iban_commitment" text NOT NULL,
	"proposed_commitment" text,
	"proposal_ready_at" bigint,
	"admitted_at" bigint NOT NULL,
	"reason" text,
	CONSTRAINT "shop_accounts_scheme_id_shop_id_pk" PRIMARY KEY("scheme_id","shop_id")
);
--> statement-breakpoint
CREATE TABLE "shops" (
	"shop_id" text PRIMARY KEY NOT NULL,
	"owner" text NOT NULL,
	"home_scheme_id" text,
	"registered_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tills" (
	"till" text NOT NULL,
	"shop_id" text NOT NULL,
	"added_at" bigint NOT NULL,
	"removed_at" bigint,
	CONSTRAINT "tills_till_shop_id_pk" PRIMARY KEY("till","shop_id")
);
--> statement-breakpoint
CREATE TABLE "proposals" (
	"scheme_id" text NOT NULL,
	"ledger" text NOT NULL,
	"call_id" text NOT NULL,
	"act" text NOT NULL,
	"call" text NOT NULL,
	"proposer" text NOT NULL,
	"proposed_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL,
	"state" text NOT NULL,
	"ended_by" text,
	"ended_at" bigint,
	CONSTRAINT "proposals_scheme_id_ledger_call_id_pk" PRIMARY KEY("scheme_id","ledger","call_id")
);
--> statement-breakpoint
CREATE TABLE "sole_limits" (
	"scheme_id" text NOT NULL,
	"ledger" text NOT NULL,
	"funding_cents" bigint NOT NULL,
	"iban_change_cents" bigint NOT NULL,
	"admissions_per_day" integer NOT NULL,
	CONSTRAINT "sole_limits_scheme_id_ledger_pk" PRIMARY KEY("scheme_id","ledger")
);
--> statement-breakpoint
CREATE TABLE "scheme_stop_reasons" (
	"request_id" text PRIMARY KEY NOT NULL,
	"scheme_id" text NOT NULL,
	"decision" text NOT NULL,
	"reason" "bytea" NOT NULL,
	"by" text NOT NULL,
	"signature" text NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "mark_counts" (
	"scheme_id" text NOT NULL,
	"kind" text NOT NULL,
	"month" text NOT NULL,
	"counts" integer[] NOT NULL,
	CONSTRAINT "mark_counts_scheme_id_kind_month_pk" PRIMARY KEY("scheme_id","kind","month")
);
--> statement-breakpoint
CREATE TABLE "mark_givers" (
	"giver" text PRIMARY KEY NOT NULL,
	"month" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "marks_waiting" (
	"scheme_id" text NOT NULL,
	"kind" text NOT NULL,
	"counts" integer[] NOT NULL,
	CONSTRAINT "marks_waiting_scheme_id_kind_pk" PRIMARY KEY("scheme_id","kind")
);
--> statement-breakpoint
CREATE TABLE "correction_claims" (
	"request_id" text PRIMARY KEY NOT NULL,
	"payment_id" text NOT NULL,
	"amount_cents" bigint NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "household_beneficiaries" (
	"beneficiary_id" text PRIMARY KEY NOT NULL,
	"household_id" text NOT NULL,
	"position" integer NOT NULL,
	"request_id" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "household_import_chunks" (
	"import_id" text NOT NULL,
	"first_row" integer NOT NULL,
	"last_row" integer NOT NULL,
	"rows" "bytea" NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "household_import_chunks_import_id_first_row_pk" PRIMARY KEY("import_id","first_row")
);
--> statement-breakpoint
CREATE TABLE "household_imports" (
	"import_id" text PRIMARY KEY NOT NULL,
	"scheme_id" text NOT NULL,
	"file_mac" text NOT NULL,
	"uploaded_by" text NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "household_imports_schemeId_fileMac_unique" UNIQUE("scheme_id","file_mac")
);
--> statement-breakpoint
CREATE TABLE "households" (
	"household_id" text PRIMARY KEY NOT NULL,
	"scheme_id" text NOT NULL,
	"client_number" "bytea" NOT NULL,
	"client_number_mac" text NOT NULL,
	"letter_number" integer NOT NULL,
	"language" text NOT NULL,
	"request_id" text NOT NULL,
	"registered_at" bigint NOT NULL,
	CONSTRAINT "households_schemeId_clientNumberMac_unique" UNIQUE("scheme_id","client_number_mac"),
	CONSTRAINT "households_schemeId_letterNumber_unique" UNIQUE("scheme_id","letter_number")
);
--> statement-breakpoint
CREATE TABLE "payment_requests" (
	"request_id" text PRIMARY KEY NOT NULL,
	"shop_id" text NOT NULL,
	"till" text NOT NULL,
	"amount_cents" bigint NOT NULL,
	"created_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL,
	"cancelled_at" bigint,
	"payment_id" text
);
--> statement-breakpoint
CREATE TABLE "register_checks" (
	"shop_id" text PRIMARY KEY NOT NULL,
	"answer" "bytea",
	"answered_at" bigint,
	"tried_at" bigint NOT NULL,
	"failures" integer NOT NULL,
	"next_try_at" bigint
);
--> statement-breakpoint
CREATE TABLE "scheme_names" (
	"scheme_id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"word_for_one" text,
	"word_for_many" text,
	"retention_months" integer,
	"request_id" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"addresses" text[] NOT NULL,
	"created_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "shop_ibans" (
	"shop_id" text NOT NULL,
	"commitment" text NOT NULL,
	"sealed" "bytea" NOT NULL,
	"proposed_at" bigint NOT NULL,
	CONSTRAINT "shop_ibans_shop_id_commitment_pk" PRIMARY KEY("shop_id","commitment")
);
--> statement-breakpoint
CREATE TABLE "shop_profiles" (
	"shop_id" text PRIMARY KEY NOT NULL,
	"profile" "bytea" NOT NULL,
	"request_id" text NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "shop_refusals" (
	"decision_id" text PRIMARY KEY NOT NULL,
	"scheme_id" text NOT NULL,
	"shop_id" text NOT NULL,
	"reason" "bytea" NOT NULL,
	"by" text NOT NULL,
	"signature" text NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "till_profiles" (
	"till" text NOT NULL,
	"shop_id" text NOT NULL,
	"name" "bytea" NOT NULL,
	"sees_money" boolean NOT NULL,
	"is_link" boolean NOT NULL,
	"request_id" text,
	"created_at" bigint NOT NULL,
	CONSTRAINT "till_profiles_till_shop_id_pk" PRIMARY KEY("till","shop_id")
);
--> statement-breakpoint
CREATE TABLE "used_challenges" (
	"challenge" text PRIMARY KEY NOT NULL,
	"expires_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "offline_refusals" (
	"refusal_id" text PRIMARY KEY NOT NULL,
	"payment_id" text NOT NULL,
	"scheme_id" text NOT NULL,
	"shop_id" text NOT NULL,
	"till" text NOT NULL,
	"amount_cents" bigint NOT NULL,
	"code" text NOT NULL,
	"carrier" text NOT NULL,
	"accepted_at" bigint NOT NULL,
	"refused_at" bigint NOT NULL,
	"settlement_id" text
);
--> statement-breakpoint
CREATE TABLE "offline_terms" (
	"decision_id" text PRIMARY KEY NOT NULL,
	"scheme_id" text NOT NULL,
	"carrier" text NOT NULL,
	"per_payment_cents" bigint NOT NULL,
	"per_day_cents" bigint NOT NULL,
	"by" text NOT NULL,
	"signature" text NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "household_accounts" (
	"household_id" text PRIMARY KEY NOT NULL,
	"scheme_id" text NOT NULL,
	"letter_number" integer NOT NULL,
	"open_accounts" integer NOT NULL,
	"is_not_started" boolean NOT NULL,
	"can_spend" boolean NOT NULL,
	"has_paid" boolean NOT NULL,
	"last_used_at" bigint
);
--> statement-breakpoint
CREATE TABLE "shop_weeks" (
	"scheme_id" text NOT NULL,
	"shop_id" text NOT NULL,
	"week" text NOT NULL,
	"first_position" bigint NOT NULL,
	"payments" integer NOT NULL,
	"spent_cents" bigint NOT NULL,
	CONSTRAINT "shop_weeks_scheme_id_shop_id_week_pk" PRIMARY KEY("scheme_id","shop_id","week")
);
--> statement-breakpoint
CREATE TABLE "payment_codes" (
	"code_mac" text PRIMARY KEY NOT NULL,
	"beneficiary_id" text NOT NULL,
	"device" text NOT NULL,
	"cheque" "bytea" NOT NULL,
	"expires_at" bigint NOT NULL,
	"taken_by" text
);
--> statement-breakpoint
CREATE TABLE "payment_questions" (
	"payment_id" text PRIMARY KEY NOT NULL,
	"beneficiary_id" text NOT NULL,
	"scheme_id" text NOT NULL,
	"kind" text NOT NULL,
	"note" "bytea",
	"asked_at" bigint NOT NULL,
	"answer" "bytea",
	"answered_by" text,
	"answered_at" bigint
);
--> statement-breakpoint
CREATE TABLE "phone_offers" (
	"code" text PRIMARY KEY NOT NULL,
	"addresses" text[] NOT NULL,
	"expires_at" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "payout_attempts" ADD CONSTRAINT "payout_attempts_payout_id_payout_orders_payout_id_fk" FOREIGN KEY ("payout_id") REFERENCES "public"."payout_orders"("payout_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payout_attempts" ADD CONSTRAINT "payout_attempts_submission_id_bank_submissions_submission_id_fk" FOREIGN KEY ("submission_id") REFERENCES "public"."bank_submissions"("submission_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "household_beneficiaries" ADD CONSTRAINT "household_beneficiaries_household_id_households_household_id_fk" FOREIGN KEY ("household_id") REFERENCES "public"."households"("household_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "household_accounts" ADD CONSTRAINT "household_accounts_household_id_households_household_id_fk" FOREIGN KEY ("household_id") REFERENCES "public"."households"("household_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "access_log_scheme_id_at_look_id_index" ON "access_log" USING btree ("scheme_id","at" DESC NULLS LAST,"look_id");--> statement-breakpoint
CREATE INDEX "access_log_household_id_viewer_at_index" ON "access_log" USING btree ("household_id","viewer","at");--> statement-breakpoint
CREATE INDEX "erasures_scheme_id_at_index" ON "erasures" USING btree ("scheme_id","at");--> statement-breakpoint
CREATE INDEX "payment_refusals_beneficiary_id_at_index" ON "payment_refusals" USING btree ("beneficiary_id","at");--> statement-breakpoint
CREATE INDEX "bank_entries_payout_id_index" ON "bank_entries" USING btree ("payout_id");--> statement-breakpoint
CREATE INDEX "bank_entries_seen_at_index" ON "bank_entries" USING btree ("seen_at");--> statement-breakpoint
CREATE INDEX "bank_entries_kind_index" ON "bank_entries" USING btree ("kind");--> statement-breakpoint
CREATE INDEX "bank_submissions_state_index" ON "bank_submissions" USING btree ("state");--> statement-breakpoint
CREATE INDEX "bank_submissions_scheme_id_created_at_index" ON "bank_submissions" USING btree ("scheme_id","created_at");--> statement-breakpoint
CREATE INDEX "name_checks_shop_id_checked_at_index" ON "name_checks" USING btree ("shop_id","checked_at");--> statement-breakpoint
CREATE INDEX "payout_attempts_submission_id_index" ON "payout_attempts" USING btree ("submission_id");--> statement-breakpoint
CREATE UNIQUE INDEX "one_live_attempt_per_payout" ON "payout_attempts" USING btree ("payout_id") WHERE outcome = 'open';--> statement-breakpoint
CREATE INDEX "payout_decisions_subject_id_index" ON "payout_decisions" USING btree ("subject_id");--> statement-breakpoint
CREATE INDEX "payout_decisions_scheme_id_at_index" ON "payout_decisions" USING btree ("scheme_id","at");--> statement-breakpoint
CREATE INDEX "payout_orders_state_index" ON "payout_orders" USING btree ("state");--> statement-breakpoint
CREATE INDEX "payout_orders_scheme_id_state_amount_cents_index" ON "payout_orders" USING btree ("scheme_id","state","amount_cents");--> statement-breakpoint
CREATE INDEX "payout_orders_scheme_id_created_at_payout_id_index" ON "payout_orders" USING btree ("scheme_id","created_at" DESC NULLS LAST,"payout_id");--> statement-breakpoint
CREATE INDEX "payout_orders_scheme_id_shop_id_created_at_index" ON "payout_orders" USING btree ("scheme_id","shop_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "one_live_payout_per_shop" ON "payout_orders" USING btree ("scheme_id","shop_id") WHERE state in ('BATCHED','APPROVED','SUBMITTING','ACCEPTED','UNKNOWN','HELD');--> statement-breakpoint
CREATE INDEX "card_attempts_card_index" ON "card_attempts" USING btree ("card");--> statement-breakpoint
CREATE INDEX "card_attempts_started_at_index" ON "card_attempts" USING btree ("started_at");--> statement-breakpoint
CREATE INDEX "card_pins_beneficiary_id_index" ON "card_pins" USING btree ("beneficiary_id");--> statement-breakpoint
CREATE INDEX "cards_beneficiary_id_index" ON "cards" USING btree ("beneficiary_id");--> statement-breakpoint
CREATE INDEX "chain_events_name_index" ON "chain_events" USING btree ("name");--> statement-breakpoint
CREATE INDEX "chain_events_request_id_index" ON "chain_events" USING btree ("request_id");--> statement-breakpoint
CREATE INDEX "chain_events_beneficiary" ON "chain_events" USING btree (("args"->>'beneficiaryId'),"block_number","log_index") WHERE ("chain_events"."args"->>'beneficiaryId') is not null;--> statement-breakpoint
CREATE INDEX "chain_events_shop" ON "chain_events" USING btree (("args"->>'shopId'),"block_number","log_index") WHERE ("chain_events"."args"->>'shopId') is not null;--> statement-breakpoint
CREATE INDEX "chain_events_payment" ON "chain_events" USING btree (("args"->>'paymentId'),"block_number","log_index") WHERE ("chain_events"."args"->>'paymentId') is not null;--> statement-breakpoint
CREATE INDEX "chain_events_payout" ON "chain_events" USING btree (("args"->>'payoutId'),"block_number","log_index") WHERE ("chain_events"."args"->>'payoutId') is not null;--> statement-breakpoint
CREATE INDEX "commands_state_position_index" ON "commands" USING btree ("state","position");--> statement-breakpoint
CREATE INDEX "commands_transaction_hash_index" ON "commands" USING btree ("transaction_hash");--> statement-breakpoint
CREATE INDEX "commands_subject_index" ON "commands" USING btree ("subject");--> statement-breakpoint
CREATE INDEX "transactions_block_number_index" ON "transactions" USING btree ("block_number");--> statement-breakpoint
CREATE INDEX "activation_keys_beneficiary_id_index" ON "activation_keys" USING btree ("beneficiary_id");--> statement-breakpoint
CREATE INDEX "beneficiaries_scheme_id_state_index" ON "beneficiaries" USING btree ("scheme_id","state");--> statement-breakpoint
CREATE INDEX "corrections_payment_id_index" ON "corrections" USING btree ("payment_id");--> statement-breakpoint
CREATE INDEX "corrections_scheme_id_at_index" ON "corrections" USING btree ("scheme_id","at");--> statement-breakpoint
CREATE INDEX "corrections_shop_id_position_index" ON "corrections" USING btree ("shop_id","position");--> statement-breakpoint
CREATE INDEX "corrections_beneficiary_id_position_index" ON "corrections" USING btree ("beneficiary_id","position");--> statement-breakpoint
CREATE INDEX "devices_beneficiary_id_index" ON "devices" USING btree ("beneficiary_id");--> statement-breakpoint
CREATE INDEX "payments_beneficiary_id_position_index" ON "payments" USING btree ("beneficiary_id","position");--> statement-breakpoint
CREATE INDEX "payments_shop_id_position_index" ON "payments" USING btree ("shop_id","position");--> statement-breakpoint
CREATE INDEX "payments_scheme_id_position_index" ON "payments" USING btree ("scheme_id","position");--> statement-breakpoint
CREATE INDEX "payments_code" ON "payments" USING btree ("scheme_id",right("payment_id", 6));--> statement-breakpoint
CREATE INDEX "payments_scheme_id_paid_at_index" ON "payments" USING btree ("scheme_id","paid_at");--> statement-breakpoint
CREATE INDEX "payouts_before" ON "payouts" USING btree ("shop_id","opened_at","payout_id","scheme_id","amount_cents","returned_at");--> statement-breakpoint
CREATE INDEX "payouts_scheme_id_state_index" ON "payouts" USING btree ("scheme_id","state");--> statement-breakpoint
CREATE INDEX "role_holders_holder_index" ON "role_holders" USING btree ("holder");--> statement-breakpoint
CREATE INDEX "role_offers_candidate_index" ON "role_offers" USING btree ("candidate");--> statement-breakpoint
CREATE INDEX "shop_accounts_shop_id_index" ON "shop_accounts" USING btree ("shop_id");--> statement-breakpoint
CREATE INDEX "shops_owner_index" ON "shops" USING btree ("owner");--> statement-breakpoint
CREATE INDEX "tills_shop_id_index" ON "tills" USING btree ("shop_id");--> statement-breakpoint
CREATE INDEX "scheme_stop_reasons_scheme_id_index" ON "scheme_stop_reasons" USING btree ("scheme_id");--> statement-breakpoint
CREATE INDEX "correction_claims_payment_id_index" ON "correction_claims" USING btree ("payment_id");--> statement-breakpoint
CREATE INDEX "household_beneficiaries_household_id_index" ON "household_beneficiaries" USING btree ("household_id");--> statement-breakpoint
CREATE INDEX "household_beneficiaries_request_id_index" ON "household_beneficiaries" USING btree ("request_id");--> statement-breakpoint
CREATE INDEX "household_import_chunks_created_at_index" ON "household_import_chunks" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "households_request_id_index" ON "households" USING btree ("request_id");--> statement-breakpoint
CREATE INDEX "payment_requests_payment_id_index" ON "payment_requests" USING btree ("payment_id");--> statement-breakpoint
CREATE INDEX "sessions_expires_at_index" ON "sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "shop_refusals_shop_id_at_index" ON "shop_refusals" USING btree ("shop_id","at");--> statement-breakpoint
CREATE INDEX "offline_refusals_scheme_id_refused_at_index" ON "offline_refusals" USING btree ("scheme_id","refused_at");--> statement-breakpoint
CREATE INDEX "offline_refusals_till_index" ON "offline_refusals" USING btree ("till");--> statement-breakpoint
CREATE INDEX "offline_terms_scheme_id_at_index" ON "offline_terms" USING btree ("scheme_id","at");--> statement-breakpoint
CREATE INDEX "household_accounts_scheme_id_letter_number_household_id_index" ON "household_accounts" USING btree ("scheme_id","letter_number","household_id");--> statement-breakpoint
CREATE INDEX "household_accounts_not_started" ON "household_accounts" USING btree ("scheme_id","letter_number") WHERE "household_accounts"."is_not_started";--> statement-breakpoint
CREATE INDEX "payment_codes_device_index" ON "payment_codes" USING btree ("device");--> statement-breakpoint
CREATE INDEX "payment_codes_beneficiary_id_index" ON "payment_codes" USING btree ("beneficiary_id");--> statement-breakpoint
CREATE INDEX "payment_questions_beneficiary_id_index" ON "payment_questions" USING btree ("beneficiary_id");--> statement-breakpoint
CREATE INDEX "payment_questions_scheme_id_answered_at_index" ON "payment_questions" USING btree ("scheme_id","answered_at");--> statement-breakpoint
CREATE INDEX "phone_offers_expires_at_index" ON "phone_offers" USING btree ("expires_at");