import type { EmulatedAccount } from "@rolecall/aws-emulator";
import type { PlannedCall } from "../events/trail.ts";
import type { AccountChange, ChangeKind } from "../story/account-changes.ts";

/** What a change is called, the calls by which it is made, and what it does. */
export type Change = {
  what: string;
  calls: readonly PlannedCall[];
  apply: (account: EmulatedAccount, at: Date) => void;
};

/** How each kind of change reads; a kind without a row does not compile. */
export type Changes<K extends ChangeKind> = { [Kind in K]: (change: Extract<AccountChange, { kind: Kind }>) => Change };
