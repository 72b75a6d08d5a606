import type { Caller } from "../../identity/caller.ts";
import type { Sessions } from "../../identity/sessions.ts";
import type { PagingStyle } from "../../protocol/paging.ts";
import type { RequestParams } from "../../protocol/request-params.ts";
import type { EmulatedAccount, WorldState } from "../../world/model.ts";
import type { CredentialReports } from "../credential-report/credential-report.ts";

/** What an action works with, for one request. */
export type Call = {
  state: WorldState;
  caller: Caller;
  params: RequestParams;
  now: Date;
  sessions: Sessions;
  reports: CredentialReports;
  paging: PagingStyle;
  /** A fault that was asked for: the credential report is broken. */
  malformedReport: boolean;
};

/** A call inside one account, which the caller is of. */
export type AccountCall = Call & { account: EmulatedAccount };

/** An IAM action: which resource it is authorized on, and the XML of its result (null: it returns nothing). */
export type IamAction = {
  resource: (call: AccountCall) => string;
  handle: (call: AccountCall) => string | null;
};

/** An STS action authorizes itself, since trust policies and not only the caller's policies decide. */
export type StsAction = (call: Call) => string | null;
