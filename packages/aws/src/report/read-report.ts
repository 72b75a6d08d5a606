import { GenerateCredentialReportCommand, GetCredentialReportCommand } from "@aws-sdk/client-iam";
import type { ParsedReport } from "@rolecall/domain";
import { AwsCallFailed } from "../calls/aws-errors.ts";
import { type Timing, wait } from "../calls/timing.ts";
import { failureOf, type Outcome } from "../reading/outcome.ts";
import type { IamCall } from "../session/account-session.ts";
import { parseCredentialReport } from "./parse-report.ts";

/** Waits between polls: few calls while AWS makes the report, which takes seconds, or minutes in a large account. */
const POLL_AFTER_MS = [250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000] as const;

/** How often a report is asked for again that AWS says is complete and that is not there. */
const MADE_BUT_MISSING = 5;
const BEING_MADE: ReadonlySet<string | undefined> = new Set(["STARTED", "INPROGRESS"]);
const IN_PROGRESS = new Set(["CredentialReportNotReadyException", "ReportInProgress"]);

/** Why something is unknown of a user although the report was read. */
export const NOT_IN_REPORT =
  "The credential report does not tell: the user is younger than it, or its row is not readable";

type Context = { call: IamCall; now: () => Date; timing: Timing; signal?: AbortSignal };

/**
 * Has the credential report generated if there is none of the last four hours, and reads it. A report that is there is read even
 * if generating one is denied, in progress or over its limit.
 *
 * @returns the parsed report as of its own time, or why there is none. Never throws for what AWS answers.
 */
export async function readCredentialReport(context: Context): Promise<Outcome<ParsedReport>> {
  const { timing, signal } = context;
  let refusal: AwsCallFailed | null = null;
  let missing = 0;
  let waitedMs = 0;
  for (let poll = 0; ; poll++) {
    const made: Made = refusal ? { refusal } : await makeReport(context);
    refusal ??= made.refusal;
    const waitMs = POLL_AFTER_MS[Math.min(poll, POLL_AFTER_MS.length - 1)] ?? 0;
    const isTimeUp = waitedMs + waitMs > timing.reportWaitMs;
    if (isTimeUp || !made.isBeingMade) {
      const report = await getReport(context);
      if (!(report instanceof AwsCallFailed)) return parsed(report);
      missing += 1;
      if (isTimeUp || !isWorthWaiting(report, refusal, missing)) return absent(report, refusal);
    }
    await wait(waitMs, signal);
    waitedMs += waitMs;
  }
}

type Made = { isBeingMade?: boolean; refusal: AwsCallFailed | null };

/** Asks for the report to be generated. If it is neither in progress nor refused, looking for it is worth a call, whatever the answer says. */
async function makeReport({ call }: Context): Promise<Made> {
  try {
    const { State } = await call("iam:GenerateCredentialReport", (iam, abort) =>
      iam.send(new GenerateCredentialReportCommand({}), abort),
    );
    return { isBeingMade: BEING_MADE.has(State), refusal: null };
  } catch (error) {
    if (error instanceof AwsCallFailed) return { refusal: error };
    throw error;
  }
}

/** A report that is in progress will come, even one that others have asked for; any other must be asked for again. */
function isWorthWaiting(report: AwsCallFailed, refusal: AwsCallFailed | null, missing: number): boolean {
  if (IN_PROGRESS.has(report.awsErrorName)) return true;
  return report.kind === "not_ready" && refusal === null && missing < MADE_BUT_MISSING;
}

function absent(report: AwsCallFailed, refusal: AwsCallFailed | null): Outcome<ParsedReport> {
  return { ok: false, failure: failureOf(report.kind === "not_ready" && refusal ? refusal : report) };
}

type Answer = { content: Uint8Array; generatedAt: Date };

function parsed({ content, generatedAt }: Answer): Outcome<ParsedReport> {
  const report = parseCredentialReport(content, generatedAt);
  if (report.state === "parsed") return { ok: true, value: report, observedAt: generatedAt };
  const reason = `iam:GetCredentialReport answered, but ${report.reason}; keys are read user by user instead`;
  const action = "iam:GetCredentialReport";
  return { ok: false, failure: { state: "failed", reason, action, kind: "unknown", deniedBy: null } };
}

/** A report without its time is taken as generated now. */
async function getReport({ call, now }: Context): Promise<Answer | AwsCallFailed> {
  try {
    const { Content, GeneratedTime } = await call(
      "iam:GetCredentialReport",
      (iam, abort) => iam.send(new GetCredentialReportCommand({}), abort),
      ({ Content }) => Content !== undefined,
    );
    return { content: Content ?? new Uint8Array(), generatedAt: GeneratedTime ?? now() };
  } catch (error) {
    if (error instanceof AwsCallFailed) return error;
    throw error;
  }
}
