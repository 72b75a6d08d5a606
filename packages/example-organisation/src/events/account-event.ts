import type { EmulatedAccount, TrailedCall } from "@rolecall/aws-emulator";
import type { AccountName } from "../story/accounts.ts";

/** Something that happens within one account. */
export type AccountEvent = {
  account: AccountName;
  at: Date;
  what: string;
  apply: (account: EmulatedAccount) => void;
  trail: readonly TrailedCall[];
};
