import { IAMClient } from "@aws-sdk/client-iam";
import { STSClient } from "@aws-sdk/client-sts";
import { parseRoleArn, type ReadAction } from "@rolecall/domain";
import type { Caller } from "./caller.ts";
import {
  type CallerIdentity,
  callerIdentity,
  clientOptions,
  partitionOfRegion,
  type RoleSession,
  type RoleToAssume,
  type SessionBroker,
} from "./session-broker.ts";
import type { Timing } from "./timing.ts";

/** How readers call IAM in one account: by action, through the one caller, in a session that is renewed as needed. */
export type IamCall = <Output>(
  action: ReadAction,
  send: (iam: IAMClient, abort: { abortSignal?: AbortSignal }) => Promise<Output>,
  isWhole?: (output: Output) => boolean,
) => Promise<Output>;

type Options = { broker: SessionBroker; role: RoleToAssume; caller: Caller; region: string; timing: Timing };

/** The clients of one role session, made anew when the session is renewed. */
export class AccountSession {
  private readonly options: Options;
  private session: RoleSession;
  private iam: IAMClient;
  private sts: STSClient;
  private renewing: Promise<void> | null = null;
  /** Clients of sessions that have expired: closed at the end, for calls of theirs may still be in flight. */
  private readonly retired: { destroy(): void }[] = [];

  private constructor(options: Options, session: RoleSession) {
    this.options = options;
    this.session = session;
    [this.iam, this.sts] = this.clients();
  }

  /** @throws AwsCallFailed if there is no session to be had. `fresh` leaves a cached session aside. */
  static async open(options: Options, { fresh }: { fresh: boolean }): Promise<AccountSession> {
    const { broker, role, caller } = options;
    return new AccountSession(options, await (fresh ? broker.renew(role, caller, null) : broker.session(role, caller)));
  }

  /** @throws AwsCallFailed */
  readonly call: IamCall = (action, send, isWhole) => {
    let used = this.session;
    return this.options.caller.call({
      action,
      send: async (abort) => {
        used = this.session;
        return send(this.iam, abort);
      },
      isWhole,
      renewSession: () => this.renew(used),
    });
  };

  /** Who the session is. @throws AwsCallFailed */
  identity(): Promise<CallerIdentity> {
    const used = this.session;
    return callerIdentity(
      () => this.sts,
      this.options.caller,
      parseRoleArn(this.options.role.roleArn)?.partition ?? partitionOfRegion(this.options.region),
      () => this.renew(used),
    );
  }

  close(): void {
    for (const client of [...this.retired, this.iam, this.sts]) client.destroy();
  }

  /** Calls in flight fail together when a session expires: the first of them renews it for all. */
  private async renew(used: RoleSession): Promise<void> {
    if (this.session !== used) return;
    this.renewing ??= this.replaceSession().finally(() => {
      this.renewing = null;
    });
    await this.renewing;
  }

  private async replaceSession(): Promise<void> {
    const { broker, role, caller } = this.options;
    this.session = await broker.renew(role, caller, this.session);
    this.retired.push(this.iam, this.sts);
    [this.iam, this.sts] = this.clients();
  }

  private clients(): [IAMClient, STSClient] {
    const { region, timing } = this.options;
    const options = { ...clientOptions(region, timing), credentials: this.session.credentials };
    return [new IAMClient(options), new STSClient(options)];
  }
}
