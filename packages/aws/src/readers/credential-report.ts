import { GenerateCredentialReportCommand, GetCredentialReportCommand } from "@aws-sdk/client-iam";
import type { IamCall } from "../account-session.ts";
import { AwsCallFailed } from "../aws-errors.ts";
import { type ParsedReport, parseCredentialReport } from "../credential-report.ts";
import { failureOf, type Outcome } from "../outcome.ts";
import { type Timing, wait } from "../timing.ts";

/** Waits between polls: few calls while AWS makes the report, which takes seconds, or minutes in a large account. */
const POLL_AFTER_MS = [500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000] as const;

type Context = { call: IamCall; timing: Timing; signal?: AbortSignal };

/**
 * Has the credential report made if there is none of the last four hours, and reads it. A report that is there is read even
 * if making one is denied, in progress or over its limit.
 *
 * @returns the parsed report as of its own time, or why there is none. Never throws for what AWS answers.
 */
export async function readCredentialReport(context: Context): Promise<Outcome<ParsedReport>> {
  let generateFailed: AwsCallFailed | null = null;
  try {
    await waitUntilMade(context);
  } catch (error) {
    if (!(error instanceof AwsCallFailed)) throw error;
    generateFailed = error;
  }
  try {
    return parsed(await getReport(context));
  } catch (error) {
    if (!(error instanceof AwsCallFailed)) throw error;
    return { ok: false, failure: failureOf(error.kind === "not_ready" && generateFailed ? generateFailed : error) };
  }
}

type Answer = { content: Uint8Array; generatedAt: Date };

function parsed({ content, generatedAt }: Answer): Outcome<ParsedReport> {
  const report = parseCredentialReport(content, generatedAt);
  if (report.state === "parsed") return { ok: true, value: report, observedAt: generatedAt };
  const reason = `iam:GetCredentialReport answered, but ${report.reason}; keys are read user by user instead`;
  return { ok: false, failure: { state: "failed", reason, action: "iam:GetCredentialReport" } };
}

/** Polls GenerateCredentialReport until it says COMPLETE, or until the time is up and the report has to speak for itself. */
async function waitUntilMade({ call, timing, signal }: Context): Promise<void> {
  let waitedMs = 0;
  for (let poll = 0; ; poll++) {
    const { State } = await call("iam:GenerateCredentialReport", (iam, abort) =>
      iam.send(new GenerateCredentialReportCommand({}), abort),
    );
    const waitMs = POLL_AFTER_MS[Math.min(poll, POLL_AFTER_MS.length - 1)] ?? 0;
    if (State === "COMPLETE" || waitedMs + waitMs > timing.reportWaitMs) return;
    await wait(waitMs, signal);
    waitedMs += waitMs;
  }
}

/** @throws AwsCallFailed; of kind `not_ready` if the report does not come in time. */
async function getReport({ call, timing, signal }: Context): Promise<Answer> {
  let waitedMs = 0;
  for (let poll = 2; ; poll++) {
    try {
      const { Content, GeneratedTime } = await call(
        "iam:GetCredentialReport",
        (iam, abort) => iam.send(new GetCredentialReportCommand({}), abort),
        ({ Content, GeneratedTime }) => Content !== undefined && GeneratedTime !== undefined,
      );
      return { content: Content ?? new Uint8Array(), generatedAt: GeneratedTime ?? new Date(Number.NaN) };
    } catch (error) {
      const waitMs = POLL_AFTER_MS[Math.min(poll, POLL_AFTER_MS.length - 1)] ?? 0;
      const inProgress = error instanceof AwsCallFailed && IN_PROGRESS.has(error.awsErrorName);
      if (!inProgress || waitedMs + waitMs > timing.reportWaitMs) throw error;
      await wait(waitMs, signal);
      waitedMs += waitMs;
    }
  }
}

const IN_PROGRESS = new Set(["CredentialReportNotReadyException", "ReportInProgress"]);
