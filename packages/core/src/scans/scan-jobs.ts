import { defineJob, ids } from "@rolecall/jobs";

/** Reads one AWS account, or takes an upload's facts, and lands the result. */
export const SCAN_ACCOUNT = defineJob({
  name: "scan-account",
  payload: ids("accountId", "scanId"),
  lane: "long",
  attempts: 5,
  backoffMs: 30_000,
  priority: 10,
});

/** Reads one user anew, because somebody waits for it: in the quick lane, ahead of everything. */
export const RECHECK_USER = defineJob({
  name: "recheck-user",
  payload: ids("accountId", "scanId"),
  lane: "quick",
  attempts: 3,
  backoffMs: 2_000,
  priority: 1,
});
