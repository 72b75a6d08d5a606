import { AccountClient } from "@aws-sdk/client-account";
import { CloudTrailClient } from "@aws-sdk/client-cloudtrail";
import { IAMClient } from "@aws-sdk/client-iam";
import { OrganizationsClient } from "@aws-sdk/client-organizations";
import type { RolesAnywhereClient } from "@aws-sdk/client-rolesanywhere";
import { SSOAdminClient } from "@aws-sdk/client-sso-admin";
import { STSClient } from "@aws-sdk/client-sts";
import { parseRoleArn, type ReadAction } from "@rolecall/domain";
import type { Caller } from "../calls/caller.ts";
import { createRolesAnywhereClient } from "./roles-anywhere-client.ts";
import {
  type CallerIdentity,
  type ClientOptions,
  callerIdentity,
  partitionOfRegion,
  type RoleSession,
  type RoleToAssume,
  type SessionBroker,
} from "./session-broker.ts";

/** The services that are called, each by its client. */
export type ServiceClients = {
  iam: IAMClient;
  sts: STSClient;
  organizations: OrganizationsClient;
  sso: SSOAdminClient;
  cloudtrail: CloudTrailClient;
  rolesanywhere: RolesAnywhereClient;
  account: AccountClient;
};
export type ServiceName = keyof ServiceClients;

/** How readers call a service in one account: by action, through the one caller, in a session that is renewed as needed. */
export type ServiceCall<Service extends ServiceName> = <Output>(
  action: ReadAction,
  send: (client: ServiceClients[Service], abort: { abortSignal?: AbortSignal }) => Promise<Output>,
  isWhole?: (output: Output) => boolean,
) => Promise<Output>;

export type IamCall = ServiceCall<"iam">;

/** Gives the calls of any service; without a Region, those of the reader's own. */
export type ServiceCalls = {
  on<Service extends ServiceName>(service: Service, region?: string): ServiceCall<Service>;
};

type Options = { broker: SessionBroker; role: RoleToAssume; caller: Caller; region: string };
type SessionOptions = ClientOptions & Pick<RoleSession, "credentials">;
type Client = { destroy(): void };

const CREATE: { [Service in ServiceName]: (options: SessionOptions) => Promise<ServiceClients[Service]> } = {
  iam: async (options) => new IAMClient(options),
  sts: async (options) => new STSClient(options),
  organizations: async (options) => new OrganizationsClient(options),
  sso: async (options) => new SSOAdminClient(options),
  cloudtrail: async (options) => new CloudTrailClient(options),
  rolesanywhere: createRolesAnywhereClient,
  account: async (options) => new AccountClient(options),
};

/** The clients of one role session, created as they are needed, and again after the session was renewed. */
export class AccountSession implements ServiceCalls {
  private readonly options: Options;
  private session: RoleSession;
  private clients = new Map<string, Promise<Client>>();
  private renewing: Promise<void> | null = null;
  /** Clients of sessions that have expired: closed at the end, for calls of theirs may still be in flight. */
  private readonly retired: Promise<Client>[] = [];

  private constructor(options: Options, session: RoleSession) {
    this.options = options;
    this.session = session;
  }

  /** @throws AwsCallFailed if AWS grants no session. `fresh` ignores a cached session. */
  static async open(options: Options, { fresh }: { fresh: boolean }): Promise<AccountSession> {
    const { broker, role, caller } = options;
    return new AccountSession(options, await (fresh ? broker.renew(role, caller, null) : broker.session(role, caller)));
  }

  /** Calls IAM. @throws AwsCallFailed */
  readonly call: IamCall = (action, send, isWhole) => this.on("iam")(action, send, isWhole);

  on<Service extends ServiceName>(service: Service, region = this.options.region): ServiceCall<Service> {
    return (action, send, isWhole) => {
      let used = this.session;
      return this.options.caller.call({
        action,
        region,
        send: async (abort) => {
          used = this.session;
          return send(await this.client(service, region), abort);
        },
        isWhole,
        renewSession: () => this.renew(used),
      });
    };
  }

  /** Who the session is. @throws AwsCallFailed */
  identity(): Promise<CallerIdentity> {
    const { role, region, caller } = this.options;
    const partition = parseRoleArn(role.roleArn)?.partition ?? partitionOfRegion(region);
    let used = this.session;
    const sts = () => {
      used = this.session;
      return this.client("sts", region);
    };
    return callerIdentity(sts, caller, partition, () => this.renew(used));
  }

  close(): void {
    for (const client of [...this.retired, ...this.clients.values()]) {
      void client.then(
        (made) => made.destroy(),
        () => undefined,
      );
    }
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
    this.retired.push(...this.clients.values());
    this.clients = new Map();
  }

  private client<Service extends ServiceName>(service: Service, region: string): Promise<ServiceClients[Service]> {
    const key = `${service} ${region}`;
    const known = this.clients.get(key) as Promise<ServiceClients[Service]> | undefined;
    if (known) return known;
    const options = { ...this.options.broker.clientOptions(region), credentials: this.session.credentials };
    const made = CREATE[service](options);
    this.clients.set(key, made);
    return made;
  }
}
