-- What SQLite itself keeps. Statements are separated by empty lines; all can run again.
-- The funnel steps are those of data/domain/states.py; a test holds the two together.
-- SQLite cannot tell a trigger's write from a writer's, so the triggers open `own_writes`, a table
-- that is empty at every other instant, while they write what only they may write.
-- It writes every index of a column that is set, changed or not: attempts are set on a call only.

DROP TRIGGER IF EXISTS contact_insert;

CREATE TRIGGER contact_insert BEFORE INSERT ON contacts BEGIN
  SELECT RAISE(ABORT, 'contacts.state must not be empty')
    WHERE trim(coalesce(NEW.state, '')) = '';
  SELECT RAISE(ABORT, 'state_since, attempts, funnel_step and version are kept by the database: leave them out')
    WHERE NEW.attempts <> 0 OR NEW.funnel_step <> 0 OR NEW.version <> 1
      OR NEW.state_since IS NOT strftime('%Y-%m-%dT%H:%M:%fZ', 'now');
  SELECT RAISE(ABORT, 'retry_at is not a time')
    WHERE NEW.retry_at IS NOT NULL AND julianday(NEW.retry_at) IS NULL;
  SELECT RAISE(ABORT, 'there is no such campaign: contacts.campaign_id')
    WHERE NOT EXISTS (SELECT 1 FROM campaigns WHERE id = NEW.campaign_id);
  SELECT RAISE(ABORT, 'there is a contact with this id: use UPDATE, because REPLACE would lose its history')
    WHERE EXISTS (SELECT 1 FROM contacts WHERE id = NEW.id);
END;

DROP TRIGGER IF EXISTS contact_inserted;

CREATE TRIGGER contact_inserted AFTER INSERT ON contacts BEGIN
  INSERT INTO own_writes VALUES (1);
  UPDATE contacts SET
    attempts = NEW.state = 'calling',
    funnel_step = CASE NEW.state
      WHEN 'calling' THEN 1
      WHEN 'canceled_by_client' THEN 2
      WHEN 'call_in_progress' THEN 3
      WHEN 'acw' THEN 3
      WHEN 'success' THEN 4
      ELSE 0 END
  WHERE id = NEW.id
    AND NEW.state IN ('calling', 'canceled_by_client', 'call_in_progress', 'acw', 'success');
  INSERT INTO transitions
    (campaign_id, contact_id, from_state, to_state, at, attempt, operator, reason, to_step,
      operation_id)
  SELECT campaign_id, id, NULL, state, state_since, attempts, operator, reason, funnel_step,
    (SELECT current_operation.id FROM current_operation)
  FROM contacts WHERE id = NEW.id;
  DELETE FROM own_writes;
END;

DROP TRIGGER IF EXISTS contact_keeps;

CREATE TRIGGER contact_keeps
BEFORE UPDATE OF id, campaign_id, state_since, attempts, funnel_step, version ON contacts
WHEN NOT EXISTS (SELECT 1 FROM own_writes) BEGIN
  SELECT RAISE(ABORT, 'a contact keeps its id and its campaign: delete it and insert it anew')
    WHERE NEW.id IS NOT OLD.id OR NEW.campaign_id IS NOT OLD.campaign_id;
  SELECT RAISE(ABORT, 'state_since, attempts, funnel_step and version are kept by the database: leave them out')
    WHERE NEW.state_since IS NOT OLD.state_since OR NEW.attempts IS NOT OLD.attempts
      OR NEW.funnel_step IS NOT OLD.funnel_step OR NEW.version IS NOT OLD.version;
END;

DROP TRIGGER IF EXISTS contact_update;

CREATE TRIGGER contact_update BEFORE UPDATE OF state, retry_at ON contacts BEGIN
  SELECT RAISE(ABORT, 'contacts.state must not be empty')
    WHERE trim(coalesce(NEW.state, '')) = '';
  SELECT RAISE(ABORT, 'retry_at is not a time')
    WHERE NEW.retry_at IS NOT NULL AND julianday(NEW.retry_at) IS NULL;
END;

DROP TRIGGER IF EXISTS contact_updated;

CREATE TRIGGER contact_updated AFTER UPDATE OF state ON contacts WHEN NEW.state <> OLD.state BEGIN
  INSERT INTO own_writes VALUES (1);
  UPDATE contacts SET
    state_since = strftime('%Y-%m-%dT%H:%M:%fZ', 'now'),
    version = OLD.version + 1,
    funnel_step = max(OLD.funnel_step, CASE NEW.state
      WHEN 'calling' THEN 1
      WHEN 'canceled_by_client' THEN 2
      WHEN 'call_in_progress' THEN 3
      WHEN 'acw' THEN 3
      WHEN 'success' THEN 4
      WHEN 'awaiting_free_operator' THEN 2 * (OLD.state = 'calling' AND EXISTS
        (SELECT 1 FROM campaigns WHERE id = NEW.campaign_id AND mode = 'predictive'))
      WHEN 'operator_assigned' THEN 2 * (OLD.state = 'calling' AND EXISTS
        (SELECT 1 FROM campaigns WHERE id = NEW.campaign_id AND mode = 'predictive'))
      ELSE 0 END)
  WHERE id = NEW.id;
  UPDATE contacts SET attempts = OLD.attempts + 1 WHERE id = NEW.id AND NEW.state = 'calling';
  INSERT INTO transitions (campaign_id, contact_id, from_state, to_state, at, dwell_seconds,
    attempt, operator, reason, from_step, to_step, operation_id)
  SELECT campaign_id, id, OLD.state, state, state_since,
    max(0, round((julianday(state_since) - julianday(OLD.state_since)) * 86400, 3)),
    attempts, operator, reason, OLD.funnel_step, funnel_step,
    (SELECT current_operation.id FROM current_operation)
  FROM contacts WHERE id = NEW.id;
  DELETE FROM own_writes;
END;

DROP TRIGGER IF EXISTS contact_deleted;

CREATE TRIGGER contact_deleted AFTER DELETE ON contacts BEGIN
  INSERT INTO own_writes VALUES (1);
  INSERT INTO transitions (campaign_id, contact_id, from_state, to_state, at, dwell_seconds,
    attempt, operator, reason, from_step)
  VALUES (OLD.campaign_id, OLD.id, OLD.state, NULL, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'),
    max(0, round((julianday('now') - julianday(OLD.state_since)) * 86400, 3)),
    OLD.attempts, OLD.operator, OLD.reason, OLD.funnel_step);
  DELETE FROM own_writes;
END;

DROP TRIGGER IF EXISTS transitions_insert;

CREATE TRIGGER transitions_insert BEFORE INSERT ON transitions
WHEN NOT EXISTS (SELECT 1 FROM own_writes) BEGIN
  SELECT RAISE(ABORT, 'transitions is written by the database: change contacts.state instead');
END;

DROP TRIGGER IF EXISTS transitions_update;

CREATE TRIGGER transitions_update BEFORE UPDATE ON transitions BEGIN
  SELECT RAISE(ABORT, 'transitions is append-only: history cannot be changed');
END;

DROP TRIGGER IF EXISTS transitions_delete;

CREATE TRIGGER transitions_delete BEFORE DELETE ON transitions
WHEN NOT EXISTS (SELECT 1 FROM own_writes) OR NOT EXISTS
  (SELECT 1 FROM log_floor WHERE OLD.id <= last_id AND OLD.at < at) BEGIN
  SELECT RAISE(ABORT, 'transitions is append-only: history cannot be changed');
END;

DROP TRIGGER IF EXISTS campaign_delete;

CREATE TRIGGER campaign_delete BEFORE DELETE ON campaigns
WHEN EXISTS (SELECT 1 FROM contacts WHERE campaign_id = OLD.id) BEGIN
  SELECT RAISE(ABORT, 'the campaign still has contacts: delete them first');
END;

DROP TRIGGER IF EXISTS campaign_inserted;

CREATE TRIGGER campaign_inserted AFTER INSERT ON campaigns BEGIN
  INSERT INTO campaign_statuses (campaign_id, status, at)
  VALUES (NEW.id, NEW.status, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'));
END;

DROP TRIGGER IF EXISTS campaign_updated;

CREATE TRIGGER campaign_updated AFTER UPDATE OF status ON campaigns
WHEN NEW.status IS NOT OLD.status BEGIN
  INSERT INTO campaign_statuses (campaign_id, status, at)
  VALUES (NEW.id, NEW.status, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'));
END;

DROP TRIGGER IF EXISTS audit_update;

CREATE TRIGGER audit_update BEFORE UPDATE ON audit BEGIN
  SELECT RAISE(ABORT, 'the audit is append-only: what was done cannot be changed');
END;

DROP TRIGGER IF EXISTS audit_delete;

CREATE TRIGGER audit_delete BEFORE DELETE ON audit BEGIN
  SELECT RAISE(ABORT, 'the audit is append-only: what was done cannot be changed');
END;
