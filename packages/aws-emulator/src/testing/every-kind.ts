import type { IAMClient } from "@aws-sdk/client-iam";
import { afterAll, beforeAll } from "vitest";
import { type EmulatedAccount, type Emulator, EVERY_KIND_WORLD, everyKindWorld, startEmulator } from "../index.ts";
import { assumeReader, iamClient } from "./clients.ts";

export type EveryKind = { emulator: Emulator; iam: IAMClient; account: () => EmulatedAccount };

/** An emulator of the world with every kind for a test file, and a client of its reader role. Read it within tests only. */
export function everyKind(): EveryKind {
  const started: Partial<EveryKind> = {};
  beforeAll(async () => {
    const emulator = await startEmulator({
      world: everyKindWorld(),
      clock: { mode: "fixed", now: EVERY_KIND_WORLD.now },
    });
    const { readerRoleArn, externalId, awsAccountId } = EVERY_KIND_WORLD;
    const keys = await assumeReader(emulator, { RoleArn: readerRoleArn, ExternalId: externalId });
    Object.assign(started, {
      emulator,
      iam: iamClient(emulator, keys),
      account: () => emulator.state().accounts.get(awsAccountId)!,
    } satisfies EveryKind);
  });
  afterAll(() => started.emulator?.close());
  return started as EveryKind;
}
