import { arns } from "../../identity/arns.ts";
import type { EmulatedAccount, EmulatedRole, EmulatedUser, UsageOrigin, UsagePattern } from "../../world/model.ts";
import { type LastUse, usesBackwards } from "../../world/usage.ts";
import { type Assumption, assumptionOf } from "./assumptions.ts";
import { isReadOnly, MANAGEMENT_CALLS } from "./calls.ts";
import type { TrailEvent, TrailIdentity } from "./event.ts";
import { rootIdentity, sessionIdentity, userIdentity } from "./identities.ts";

/** Something by which calls are made: a key, a password, a role. Its events come newest first. */
export type Actor = {
  /** Of a long-term key; null for what has no key of its own, or another one each time. */
  accessKeyId: string | null;
  /** Null: another one each time. */
  username: string | null;
  events: (span: Span) => Generator<TrailEvent>;
};

/** What is asked of an actor: its events in one Region within two instants, both included. */
export type Span = {
  from: Date;
  to: Date;
  region: string;
  /** Says early which calls nobody asked for: an account makes millions of them. */
  isAskedFor: (eventName: string, eventSource: string) => boolean;
};

type Use = LastUse & { number: number };

const ASSUMED_BEFORE_MS = 2_000;
const HOME = "us-east-1";
const STS = "sts.amazonaws.com";

/** Where the world does not say from where calls come: an address of those set aside for documentation. */
const originOf = ({ origin, jitterSeed }: UsagePattern): UsageOrigin =>
  origin ?? {
    userAgent: "Boto3/1.42.9 md/Botocore#1.42.9 ua/2.1 os/linux lang/python#3.13.1",
    sourceIpAddress: `203.0.113.${Math.abs(jitterSeed) % 254}`,
  };

const keyOf = (label: string, { firstAt, jitterSeed }: UsagePattern, { number }: Use, kind: string) =>
  `${label} ${firstAt.getTime()} ${jitterSeed} ${kind} ${number}`;

/** EC2 has a code of its own, and nobody is refused to ask who they are. */
function errorCodeOf(eventName: string, eventSource: string, errorCode: string | undefined): string | undefined {
  if (eventName === "GetCallerIdentity") return undefined;
  return errorCode === "AccessDenied" && eventSource === "ec2.amazonaws.com"
    ? "Client.UnauthorizedOperation"
    : errorCode;
}

type Call = {
  label: string;
  pattern: UsagePattern;
  use: Use;
  span: Span;
  identity: () => TrailIdentity;
};

/** The call that a use makes; null where it is no management event of this Region, or nobody asked for it. */
function callOf({ label, pattern, use, span, identity }: Call): TrailEvent | null {
  const { region } = span;
  const known = MANAGEMENT_CALLS[use.service];
  if (!known || (known.region ?? use.region) !== region) return null;
  const round = Math.floor(use.number / Math.max(1, pattern.services.length));
  const eventName = known.calls[round % known.calls.length]!;
  if (!span.isAskedFor(eventName, known.eventSource)) return null;
  const { userAgent, sourceIpAddress, errorCode } = originOf(pattern);
  return {
    ...identity(),
    key: keyOf(label, pattern, use, "call"),
    at: use.at,
    eventName,
    eventSource: known.eventSource,
    readOnly: isReadOnly(eventName),
    region,
    resources: [],
    userAgent,
    sourceIpAddress,
    errorCode: errorCodeOf(eventName, known.eventSource, errorCode),
  };
}

/** The events of one pattern, each `beforeMs` ahead of its use. */
function* eventsOf(
  pattern: UsagePattern,
  { from, to, beforeMs = 0 }: Pick<Span, "from" | "to"> & { beforeMs?: number },
  toEvent: (use: Use, at: Date) => TrailEvent | null,
): Generator<TrailEvent> {
  for (const use of usesBackwards(pattern, new Date(to.getTime() + beforeMs))) {
    const at = new Date(use.at.getTime() - beforeMs);
    if (at < from) return;
    const event = at <= to ? toEvent(use, at) : null;
    if (event) yield event;
  }
}

const ofIdentity = (label: string, patterns: readonly UsagePattern[], identity: TrailIdentity): Actor[] =>
  patterns.map((pattern) => ({
    accessKeyId: identity.accessKeyId,
    username: identity.username,
    events: (span) => eventsOf(pattern, span, (use) => callOf({ label, pattern, use, span, identity: () => identity })),
  }));

/** Sign-ins with a password; what was done after them makes no events. */
function signIns(label: string, patterns: readonly UsagePattern[], identity: TrailIdentity, hasMfa: boolean): Actor[] {
  const signIn = {
    responseElements: { ConsoleLogin: "Success" },
    additionalEventData: {
      LoginTo: "https://console.aws.amazon.com/console/home",
      MobileVersion: "No",
      MFAUsed: hasMfa ? "Yes" : "No",
    },
  };
  return patterns.map((pattern) => ({
    accessKeyId: null,
    username: identity.username,
    events: (span) =>
      eventsOf(pattern, span, (use) => {
        const signedIn = { ...use, service: "signin", region: HOME };
        const event = callOf({ label, pattern, use: signedIn, span, identity: () => identity });
        return event ? { ...event, ...signIn } : null;
      }),
  }));
}

/** A role's session is opened for each use. Trust policies are read only if somebody asks for the events. */
function ofRole(account: EmulatedAccount, role: EmulatedRole): Actor[] {
  let known: Assumption | null | undefined;
  const assumptionOnce = () => {
    if (known === undefined) known = assumptionOf(role);
    return known;
  };
  return role.usage.flatMap((pattern) =>
    [sessionCalls, sessionOpenings].map((eventsIn) => ({
      accessKeyId: null,
      username: null,
      *events(span: Span) {
        const assumption = assumptionOnce();
        if (assumption) yield* eventsIn({ account, role, pattern, assumption }, span);
      },
    })),
  );
}

type Assumed = { account: EmulatedAccount; role: EmulatedRole; pattern: UsagePattern; assumption: Assumption };

const sessionOf = ({ account, role, pattern, assumption }: Assumed, use: Use) =>
  sessionIdentity(account, role, {
    name: originOf(pattern).sessionName ?? assumption.sessionName,
    label: keyOf(role.roleId, pattern, use, "session"),
    startedAt: new Date(use.at.getTime() - ASSUMED_BEFORE_MS),
  });

function sessionCalls(assumed: Assumed, span: Span): Generator<TrailEvent> {
  const { role, pattern } = assumed;
  return eventsOf(pattern, span, (use) =>
    callOf({ label: role.roleId, pattern, use, span, identity: () => sessionOf(assumed, use) }),
  );
}

function* sessionOpenings(assumed: Assumed, { from, to, region, isAskedFor }: Span): Generator<TrailEvent> {
  const { role, pattern, assumption } = assumed;
  if (!isAskedFor(assumption.eventName, STS)) return;
  const home = pattern.services.find((called) => called.region !== "N/A")?.region ?? HOME;
  yield* eventsOf(pattern, { from, to, beforeMs: ASSUMED_BEFORE_MS }, (use, at) => {
    if ((use.region === "N/A" ? home : use.region) !== region) return null;
    const key = keyOf(role.roleId, pattern, use, "assume");
    return { ...openingEvent(assumed, sessionOf(assumed, use), region), key, at };
  });
}

function openingEvent(
  { account, role, assumption, pattern }: Assumed,
  session: TrailIdentity & { accessKeyId: string },
  region: string,
): Omit<TrailEvent, "key" | "at"> {
  const roleArn = arns.role(account, role);
  const { userAgent, sourceIpAddress } = originOf(pattern);
  const by = assumption.by(session.username ?? assumption.sessionName);
  const service = by.userIdentity.invokedBy;
  return {
    ...by,
    eventName: assumption.eventName,
    eventSource: STS,
    readOnly: true,
    region,
    resources: [
      { type: "AWS::IAM::AccessKey", name: session.accessKeyId },
      { type: "AWS::IAM::Role", name: roleArn },
    ],
    userAgent: typeof service === "string" ? service : userAgent,
    sourceIpAddress: typeof service === "string" ? service : sourceIpAddress,
    requestParameters: { roleArn, roleSessionName: session.username },
    responseElements: { credentials: { accessKeyId: session.accessKeyId } },
  };
}

/** SSH keys and service-specific credentials: their events name the user, and no access key. */
function otherCredentials(account: EmulatedAccount, user: EmulatedUser): Actor[] {
  const identity = userIdentity(account, user, null);
  return [
    ...user.sshPublicKeys.flatMap(({ sshPublicKeyId, usage }) => ofIdentity(sshPublicKeyId, usage, identity)),
    ...user.serviceSpecificCredentials.flatMap(({ serviceSpecificCredentialId, usage }) =>
      ofIdentity(serviceSpecificCredentialId, usage, identity),
    ),
  ];
}

/** All that makes calls in an account, and keys that were deleted. */
export function actorsOf(account: EmulatedAccount): Actor[] {
  const { root, formerAccessKeys = [] } = account;
  const users = [...account.users.values()];
  return [
    ...root.accessKeys.flatMap(({ accessKeyId, usage }) =>
      ofIdentity(accessKeyId, usage, rootIdentity(account, accessKeyId)),
    ),
    ...signIns("root", root.passwordUsage, rootIdentity(account, null), root.mfa !== "none"),
    ...users.flatMap((user) =>
      user.accessKeys.flatMap(({ accessKeyId, usage }) =>
        ofIdentity(accessKeyId, usage, userIdentity(account, user, accessKeyId)),
      ),
    ),
    ...users.flatMap((user) => otherCredentials(account, user)),
    ...formerAccessKeys.flatMap(({ key: { accessKeyId, usage }, ...user }) =>
      ofIdentity(accessKeyId, usage, userIdentity(account, user, accessKeyId)),
    ),
    ...users.flatMap((user) =>
      signIns(user.userId, user.password?.usage ?? [], userIdentity(account, user, null), user.mfaDevices.length > 0),
    ),
    ...[...account.roles.values()].flatMap((role) => ofRole(account, role)),
  ];
}
