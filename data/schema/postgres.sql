-- What PostgreSQL itself keeps. Statements are separated by empty lines; all can run again.
-- The funnel steps are those of data/domain/states.py; a test holds the two together.

CREATE OR REPLACE FUNCTION proven_step(state text, from_state text, campaign_mode text)
RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE state
    WHEN 'calling' THEN 1
    WHEN 'canceled_by_client' THEN 2
    WHEN 'call_in_progress' THEN 3
    WHEN 'acw' THEN 3
    WHEN 'success' THEN 4
    WHEN 'awaiting_free_operator' THEN
      CASE WHEN from_state = 'calling' AND campaign_mode = 'predictive' THEN 2 ELSE 0 END
    WHEN 'operator_assigned' THEN
      CASE WHEN from_state = 'calling' AND campaign_mode = 'predictive' THEN 2 ELSE 0 END
    ELSE 0 END
$$;

CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'check_violation';
END $$;

CREATE OR REPLACE FUNCTION contact_insert() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  campaign_mode text;
BEGIN
  IF NEW.state IS NULL OR btrim(NEW.state) = '' THEN
    RAISE EXCEPTION 'contacts.state must not be empty' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.state_since IS NOT NULL OR NEW.attempts <> 0 OR NEW.funnel_step <> 0 OR NEW.version <> 0 THEN
    RAISE EXCEPTION 'state_since, attempts, funnel_step and version are kept by the database: leave them out'
      USING ERRCODE = 'check_violation';
  END IF;
  SELECT mode INTO campaign_mode FROM campaigns WHERE id = NEW.campaign_id;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'there is no campaign %', coalesce(NEW.campaign_id::text, 'NULL')
      USING ERRCODE = 'foreign_key_violation';
  END IF;
  NEW.state_since := clock_timestamp();
  NEW.attempts := CASE WHEN NEW.state = 'calling' THEN 1 ELSE 0 END;
  NEW.funnel_step := proven_step(NEW.state, NULL, campaign_mode);
  NEW.version := 1;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION contacts_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO transitions
    (campaign_id, contact_id, from_state, to_state, at, attempt, operator, reason, to_step,
      operation_id)
  SELECT campaign_id, id, NULL, state, state_since, attempts, operator, reason, funnel_step,
    nullif(current_setting('dashboard.operation_id', true), '')::bigint
  FROM inserted;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION contact_update() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  campaign_mode text;
BEGIN
  IF NEW.state IS NULL OR btrim(NEW.state) = '' THEN
    RAISE EXCEPTION 'contacts.state must not be empty' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.id <> OLD.id OR NEW.campaign_id IS DISTINCT FROM OLD.campaign_id THEN
    RAISE EXCEPTION 'a contact keeps its id and its campaign: delete it and insert it anew'
      USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.state_since, NEW.attempts, NEW.funnel_step, NEW.version)
      IS DISTINCT FROM (OLD.state_since, OLD.attempts, OLD.funnel_step, OLD.version) THEN
    RAISE EXCEPTION 'state_since, attempts, funnel_step and version are kept by the database: leave them out'
      USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.state <> OLD.state THEN
    IF NEW.state IN ('awaiting_free_operator', 'operator_assigned') THEN
      SELECT mode INTO campaign_mode FROM campaigns WHERE id = NEW.campaign_id;
    END IF;
    NEW.state_since := clock_timestamp();
    NEW.attempts := OLD.attempts + CASE WHEN NEW.state = 'calling' THEN 1 ELSE 0 END;
    NEW.funnel_step := greatest(OLD.funnel_step, proven_step(NEW.state, OLD.state, campaign_mode));
    NEW.version := OLD.version + 1;
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION contact_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO transitions (campaign_id, contact_id, from_state, to_state, at, dwell_seconds,
    attempt, operator, reason, from_step, to_step, operation_id)
  VALUES (NEW.campaign_id, NEW.id, OLD.state, NEW.state, NEW.state_since,
    greatest(0, extract(epoch FROM NEW.state_since - OLD.state_since)),
    NEW.attempts, NEW.operator, NEW.reason, OLD.funnel_step, NEW.funnel_step,
    nullif(current_setting('dashboard.operation_id', true), '')::bigint);
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION contacts_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO transitions (campaign_id, contact_id, from_state, to_state, at, dwell_seconds,
    attempt, operator, reason, from_step)
  SELECT campaign_id, id, state, NULL, clock_timestamp(),
    greatest(0, extract(epoch FROM clock_timestamp() - state_since)),
    attempts, operator, reason, funnel_step
  FROM deleted;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION campaign_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM contacts WHERE campaign_id = OLD.id) THEN
    RAISE EXCEPTION 'campaign % still has contacts: delete them first', OLD.id
      USING ERRCODE = 'foreign_key_violation';
  END IF;
  RETURN OLD;
END $$;

CREATE OR REPLACE FUNCTION campaign_status() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO campaign_statuses (campaign_id, status, at)
  VALUES (NEW.id, NEW.status, clock_timestamp());
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION commands_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Held until the commit, and taken before any id: so commands are seen in the order of their ids.
  PERFORM pg_advisory_xact_lock(TG_RELID::bigint);
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION guard_transitions() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  part regclass;
BEGIN
  -- Each month has the guards of rows from the whole; those of statements it needs itself, for
  -- statements that name it.
  FOR part IN SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = 'transitions'::regclass
  LOOP
    EXECUTE format('CREATE OR REPLACE TRIGGER transitions_part_insert BEFORE INSERT ON %s'
      ' FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION refuse(%L)', part,
      'transitions is written by the database: change contacts.state instead');
    EXECUTE format('CREATE OR REPLACE TRIGGER transitions_part_truncate BEFORE TRUNCATE ON %s'
      ' FOR EACH STATEMENT EXECUTE FUNCTION refuse(%L)', part,
      'transitions is append-only: history cannot be changed');
  END LOOP;
END $$;

CREATE OR REPLACE TRIGGER contact_insert BEFORE INSERT ON contacts
FOR EACH ROW EXECUTE FUNCTION contact_insert();

CREATE OR REPLACE TRIGGER contacts_inserted AFTER INSERT ON contacts
REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION contacts_inserted();

CREATE OR REPLACE TRIGGER contact_update BEFORE UPDATE ON contacts
FOR EACH ROW EXECUTE FUNCTION contact_update();

CREATE OR REPLACE TRIGGER contact_updated AFTER UPDATE ON contacts
FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION contact_updated();

CREATE OR REPLACE TRIGGER contacts_deleted AFTER DELETE ON contacts
REFERENCING OLD TABLE AS deleted FOR EACH STATEMENT EXECUTE FUNCTION contacts_deleted();

CREATE OR REPLACE TRIGGER contacts_truncate BEFORE TRUNCATE ON contacts
FOR EACH STATEMENT EXECUTE FUNCTION refuse('contacts cannot be truncated: use DELETE, which is counted');

CREATE OR REPLACE TRIGGER transitions_insert BEFORE INSERT ON transitions
FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0)
EXECUTE FUNCTION refuse('transitions is written by the database: change contacts.state instead');

CREATE OR REPLACE TRIGGER transitions_update BEFORE UPDATE OR DELETE ON transitions
FOR EACH ROW EXECUTE FUNCTION refuse('transitions is append-only: history cannot be changed');

CREATE OR REPLACE TRIGGER transitions_truncate BEFORE TRUNCATE ON transitions
FOR EACH STATEMENT EXECUTE FUNCTION refuse('transitions is append-only: history cannot be changed');

SELECT guard_transitions();

CREATE OR REPLACE TRIGGER campaign_delete BEFORE DELETE ON campaigns
FOR EACH ROW EXECUTE FUNCTION campaign_delete();

CREATE OR REPLACE TRIGGER campaign_inserted AFTER INSERT ON campaigns
FOR EACH ROW EXECUTE FUNCTION campaign_status();

CREATE OR REPLACE TRIGGER campaign_updated AFTER UPDATE OF status ON campaigns
FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION campaign_status();

CREATE OR REPLACE TRIGGER commands_insert BEFORE INSERT ON commands
FOR EACH STATEMENT EXECUTE FUNCTION commands_insert();

CREATE OR REPLACE TRIGGER audit_update BEFORE UPDATE OR DELETE ON audit
FOR EACH ROW EXECUTE FUNCTION refuse('the audit is append-only: what was done cannot be changed');

CREATE OR REPLACE TRIGGER audit_truncate BEFORE TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION refuse('the audit is append-only: what was done cannot be changed');
