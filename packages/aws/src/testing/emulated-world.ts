import { type EmulatorOptions, EVERY_KIND_WORLD, everyKindWorld, type World } from "@rolecall/aws-emulator";
import type { Timing } from "../calls/timing.ts";
import type { InAccountInput } from "../session/open-account.ts";
import { CONNECTION_ID, type Emulated, emulateWorld as emulateWithReader } from "./emulated-account.ts";

/** Of the reader that the fixtures make. */
export const REGION = "eu-central-1";
export const { now: NOW, awsAccountId: AWS_ACCOUNT_ID, externalId: EXTERNAL_ID } = EVERY_KIND_WORLD;

export type EmulatedWorld = Pick<Emulated, "emulator" | "reader" | "account"> & {
  /** What each reading of the account is given. */
  input: InAccountInput;
  /** Has the reader's role deny actions, as a customer does who edits it. */
  deny: (...actions: string[]) => void;
};

type Given = {
  world?: World;
  awsAccountId?: string;
  options?: Partial<EmulatorOptions>;
  timing?: Partial<Timing>;
};

/** A world, and a reader that one account lets in: by default the account with every kind of entity. All ends with the test. */
export async function emulateWorld(given: Given = {}): Promise<EmulatedWorld> {
  const { world = everyKindWorld(), awsAccountId = AWS_ACCOUNT_ID, ...more } = given;
  const customer = { world, awsAccountId, externalId: EXTERNAL_ID, now: NOW };
  const { emulator, reader, account } = await emulateWithReader(customer, more);
  const deny = (...actions: string[]) =>
    emulator.mutate(() => {
      const document = { Version: "2012-10-17", Statement: [{ Effect: "Deny", Action: actions, Resource: "*" }] };
      const policies = account().roles.get("rolecallreadonly")?.inlinePolicies;
      policies?.push({ name: `deny ${actions.join()}`, document: JSON.stringify(document) });
    });
  const input: InAccountInput = {
    roleArn: `arn:aws:iam::${awsAccountId}:role/RolecallReadOnly`,
    externalId: EXTERNAL_ID,
    connectionId: CONNECTION_ID,
    readingId: "reading-1",
    expectedAwsAccountId: awsAccountId,
    callCeilingPerSecond: 100,
  };
  return { emulator, reader, account, input, deny };
}
