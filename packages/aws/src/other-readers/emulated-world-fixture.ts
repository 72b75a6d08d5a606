import {
  DEFAULT_VENDOR,
  type EmulatedAccount,
  type Emulator,
  type EmulatorOptions,
  EVERY_KIND_WORLD,
  everyKindWorld,
  startEmulator,
  type World,
} from "@rolecall/aws-emulator";
import { onTestFinished, vi } from "vitest";
import type { InAccountInput, ReadingContext } from "../account-session-opening.ts";
import { Caller, createLanes } from "../caller.ts";
import { SessionBroker } from "../session-broker.ts";
import { DEFAULT_TIMING, type Timing } from "../timing.ts";

export const REGION = "eu-central-1";
export const { now: NOW, awsAccountId: AWS_ACCOUNT_ID, externalId: EXTERNAL_ID } = EVERY_KIND_WORLD;

/** What the packs grant beyond IAM and Organizations. */
const PACK_ACTIONS = [
  "account:ListRegions",
  "cloudtrail:LookupEvents",
  "rolesanywhere:List*",
  "sso:List*",
  "sso:Describe*",
];

const QUICK: Partial<Timing> = { backoffMs: 5, roleSettleMs: 0, responseTimeoutMs: 2_000 };

export type EmulatedWorld = {
  emulator: Emulator;
  account: (awsAccountId?: string) => EmulatedAccount;
  /** A context with a caller of its own, as each reading has one. */
  context: () => ReadingContext;
  input: InAccountInput;
  /** Has the reader's role deny an action, as a customer does who edits it. */
  deny: (...actions: string[]) => void;
};

type Given = {
  world?: World;
  awsAccountId?: string;
  options?: Partial<EmulatorOptions>;
  timing?: Partial<Timing>;
  now?: Date;
  ceiling?: number;
};

/** A world whose accounts let the reader in, with all packs. All ends with the test. */
export async function emulateWorld(given: Given = {}): Promise<EmulatedWorld> {
  const now = given.now ?? NOW;
  const awsAccountId = given.awsAccountId ?? AWS_ACCOUNT_ID;
  const emulator = await startEmulator({
    world: given.world ?? everyKindWorld(),
    clock: { mode: "fixed", now },
    options: { reportPolls: 0, ...given.options },
  });
  vi.stubEnv("AWS_ENDPOINT_URL", emulator.url);
  vi.stubEnv("AWS_ACCESS_KEY_ID", DEFAULT_VENDOR.accessKeyId);
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", DEFAULT_VENDOR.secretAccessKey);
  const timing = { ...DEFAULT_TIMING, ...QUICK, ...given.timing };
  const broker = new SessionBroker({ region: REGION, timing, now: () => emulator.now() });
  const lanes = createLanes(given.ceiling ?? 100);
  onTestFinished(async () => {
    broker.close();
    vi.unstubAllEnvs();
    await emulator.close();
  });
  const account = (id = awsAccountId) => emulator.state().accounts.get(id)!;
  const addPolicy = (effect: "Allow" | "Deny", actions: readonly string[]) =>
    emulator.mutate(() => {
      const document = { Version: "2012-10-17", Statement: [{ Effect: effect, Action: actions, Resource: "*" }] };
      const role = account().roles.get("rolecallreadonly");
      role?.inlinePolicies.push({ name: `${effect} ${actions.join()}`, document: JSON.stringify(document) });
    });
  addPolicy("Allow", PACK_ACTIONS);
  return {
    emulator,
    account,
    context: () => ({
      broker,
      caller: new Caller({ lanes, awsAccountId, timing }),
      region: REGION,
      timing,
      now: () => emulator.now(),
    }),
    input: {
      roleArn: `arn:aws:iam::${awsAccountId}:role/RolecallReadOnly`,
      externalId: EXTERNAL_ID,
      connectionId: "0190a1b2-c3d4-7000-8000-000000000000",
      readingId: "reading-1",
      expectedAwsAccountId: awsAccountId,
      callCeilingPerSecond: 100,
    },
    deny: (...actions) => addPolicy("Deny", actions),
  };
}
