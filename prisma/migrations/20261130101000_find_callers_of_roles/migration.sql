-- Who assumed a role, among events that mostly tell of changes.
CREATE INDEX "trail_event_assumptions" ON "trail_event" ("tenant_id", "at") WHERE "event_name" LIKE 'AssumeRole%';
