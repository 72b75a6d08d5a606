import { expect, it } from "vitest";
import { AwsCallFailed, type AwsErrorKind } from "../calls/aws-errors.ts";
import { DEFAULT_TIMING } from "../calls/timing.ts";
import type { IamCall } from "../session/account-session.ts";
import { readCredentialReport } from "./read-report.ts";

const NOW = new Date("2026-06-01T12:00:00Z");
const CSV = "user,arn\nada,arn:aws:iam::111122223333:user/ada";

const refused = (action: string, kind: AwsErrorKind, name: string) =>
  new AwsCallFailed(action, kind, 1, Object.assign(new Error("AWS's own words"), { name }));

type Endpoint = {
  /** The answer to each call of GenerateCredentialReport. */
  state: (call: number) => string | undefined;
  readyAfterCalls: number;
  notReady?: string;
};

/** An endpoint that has the report ready after so many calls to make it. */
function read({ state, readyAfterCalls, notReady = "CredentialReportNotPresentException" }: Endpoint) {
  let generated = 0;
  const answers: Record<string, () => unknown> = {
    "iam:GenerateCredentialReport": () => ({ State: state(++generated) }),
    "iam:GetCredentialReport": () => {
      if (generated < readyAfterCalls) throw refused("iam:GetCredentialReport", "not_ready", notReady);
      return { Content: Buffer.from(CSV) };
    },
  };
  const call = (async (action: string) => answers[action]?.()) as IamCall;
  const timing = { ...DEFAULT_TIMING, reportWaitMs: 2_000 };
  return readCredentialReport({ call, now: () => NOW, timing });
}

it.each<[string, Endpoint]>([
  ["says that it is made and has it", { state: () => "COMPLETE", readyAfterCalls: 1 }],
  ["says that it is made and has it later", { state: () => "COMPLETE", readyAfterCalls: 2 }],
  ["says nothing", { state: () => undefined, readyAfterCalls: 2 }],
  ["has it before it says so", { state: (call) => (call < 3 ? "STARTED" : "COMPLETE"), readyAfterCalls: 1 }],
  ["never says so, and has it", { state: () => "INPROGRESS", readyAfterCalls: 1 }],
  ["has an expired one", { state: () => "COMPLETE", readyAfterCalls: 2, notReady: "CredentialReportExpiredException" }],
])("reads the report of an endpoint that %s, as of now where no time is told", async (_, endpoint) => {
  const report = await read(endpoint);
  expect(report).toMatchObject({ ok: true, observedAt: NOW });
});

it("gives up a report that never comes, when the time is up", async () => {
  const report = await read({ state: () => "COMPLETE", readyAfterCalls: 100 });
  expect(report).toMatchObject({ ok: false, failure: { state: "failed", action: "iam:GetCredentialReport" } });
});

it("reads a report that is there although it may not be made", async () => {
  const call = (async (action: string) => {
    if (action === "iam:GenerateCredentialReport") throw refused(action, "denied", "AccessDenied");
    return { Content: Buffer.from(CSV), GeneratedTime: new Date("2026-06-01T10:00:00Z") };
  }) as IamCall;
  const report = await readCredentialReport({ call, now: () => NOW, timing: DEFAULT_TIMING });
  expect(report).toMatchObject({ ok: true, observedAt: new Date("2026-06-01T10:00:00Z") });
});

it("names the refusal where there is no report and none may be made", async () => {
  const call = (async (action: string) => {
    if (action === "iam:GenerateCredentialReport") throw refused(action, "denied", "AccessDenied");
    throw refused(action, "not_ready", "CredentialReportNotPresentException");
  }) as IamCall;
  const report = await readCredentialReport({ call, now: () => NOW, timing: DEFAULT_TIMING });
  expect(report).toMatchObject({ ok: false, failure: { state: "denied", action: "iam:GenerateCredentialReport" } });
});
