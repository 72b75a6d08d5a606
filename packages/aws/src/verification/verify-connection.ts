import { randomUUID } from "node:crypto";
import {
  type CheckName,
  type CheckStatus,
  type ConnectionCheck,
  checkedPermissions,
  PERMISSION_PACKS,
  type PermissionPack,
  parseRoleArn,
  pendingChecks,
  TRUST_CHECKS,
} from "@rolecall/domain";
import { AwsCallFailed } from "../calls/aws-errors.ts";
import type { Caller } from "../calls/caller.ts";
import { type Timing, wait } from "../calls/timing.ts";
import { AccountSession } from "../session/account-session.ts";
import { type RoleToAssume, type SessionBroker, sessionNameOf } from "../session/session-broker.ts";
import { confusedDeputyMessage, notAssumableMessage, ownAccountMessage } from "./messages.ts";
import { probePermission } from "./permission-probes.ts";

export type VerifyConnectionInput = {
  roleArn: string;
  externalId: string;
  connectionId: string;
  /** The permissions beyond the core that the role is asked to grant; none if left out. */
  packs?: readonly PermissionPack[];
  signal?: AbortSignal;
  /** Called for each change of a check, and awaited, so that changes arrive in order. */
  onCheck: (check: ConnectionCheck) => void | Promise<void>;
};

type VerifyContext = {
  broker: SessionBroker;
  caller: Caller;
  region: string;
  timing: Timing;
  /** The principal that the customer's role must trust, for messages. */
  principalArn: string;
  /** The worker's own account, which is nobody's to connect; null: the worker does not know who it is. */
  workerAccountId: string | null;
};

type Finding = { status: Exclude<CheckStatus, "pending" | "running">; message: string | null };

const PASSED: Finding = { status: "passed", message: null };
/** The first wait for a new role as a part of the whole: 1 s of 20 s; each one is twice the one before. */
const SETTLE_WAITS = 20;

/**
 * Proves, check by check, that a role is safe and sufficient to read with.
 *
 * @returns all checks, finished. What AWS answers is never thrown: it becomes a check's status and message.
 * @throws the abort signal's reason; what `onCheck` throws.
 */
export async function verifyConnection(
  context: VerifyContext,
  input: VerifyConnectionInput,
): Promise<ConnectionCheck[]> {
  const checks = new Checks(input);
  const role = {
    roleArn: input.roleArn,
    externalId: input.externalId,
    sessionName: sessionNameOf(input.connectionId, "verify"),
  };
  const session = await checks.open(() => openSession(context, role, input.signal));
  if (!session) {
    context.broker.forget(role);
    await checks.skipPending("Not run: it would prove nothing before the role could be assumed with its External ID");
    return checks.all();
  }
  try {
    await runWithSession(context, { ...input, role }, session, checks);
  } finally {
    session.close();
  }
  return checks.all();
}

type Verified = Pick<VerifyConnectionInput, "packs"> & { role: RoleToAssume };

async function runWithSession(
  context: VerifyContext,
  { role, packs }: Verified,
  session: AccountSession,
  checks: Checks,
): Promise<void> {
  const why = await whyUnread(context, role, session, checks);
  if (why !== null) {
    context.broker.forget(role);
    await checks.skipPending(`Not run: ${why}`);
    return;
  }
  await probeAll(session, role, permissionsOf("core"), checks);
  for (const pack of PERMISSION_PACKS) {
    if (pack !== "core" && packs?.includes(pack)) await probePack(context, { ...role, pack }, checks);
  }
}

/**
 * Proves whose the role is and that it refuses everybody else. At the first thing that is not proven nothing more is asked: what is
 * read with an unsafe role may be somebody else's.
 *
 * @returns why the role is not to be read with; null: it may be.
 */
async function whyUnread(
  context: VerifyContext,
  role: RoleToAssume,
  session: AccountSession,
  checks: Checks,
): Promise<string | null> {
  const account = await checks.run("expected_account", () => checkAccount(session, role.roleArn));
  if (account.status !== "passed") return "there is no session that is known to be of the expected account";
  const without = await checks.run("no_external_id", () => checkRefusal(context, role, null));
  if (without.status !== "passed") return "it is not proven that the role refuses a request without External ID";
  const other = `rolecall-${randomUUID()}`;
  const random = await checks.run("random_external_id", () => checkRefusal(context, role, other));
  if (random.status !== "passed") return "it is not proven that the role refuses a random External ID";
  const again = await checkStillOpen(context, role);
  if (again.status === "passed") return null;
  await checks.correct(TRUST_CHECKS[0].name, again);
  return "the role did not open again to its External ID after it had refused others";
}

const permissionsOf = (pack: PermissionPack) =>
  checkedPermissions([pack]).filter((permission) => permission.pack === pack);

/** A session's policy is for one pack: what each pack grants is tried in a session of its own. */
async function probePack(
  context: VerifyContext,
  role: RoleToAssume & { pack: PermissionPack },
  checks: Checks,
): Promise<void> {
  const permissions = permissionsOf(role.pack);
  const session = await AccountSession.open({ ...context, role }, { fresh: true }).catch(asFailure);
  if (session instanceof AwsCallFailed) {
    for (const { action } of permissions) {
      const message = `There was no session to try ${action} in. AWS: ${session.awsMessage}. Verify again`;
      await checks.run(`permission:${action}`, async () => ({ status: "unproven", message }));
    }
    return;
  }
  try {
    await probeAll(session, role, permissions, checks);
  } finally {
    session.close();
  }
}

async function probeAll(
  session: AccountSession,
  { roleArn }: RoleToAssume,
  permissions: ReturnType<typeof permissionsOf>,
  checks: Checks,
): Promise<void> {
  const account = parseRoleArn(roleArn);
  if (!account) throw new Error(`${roleArn} was assumed, and is no role ARN`);
  for (const permission of permissions) {
    await checks.run(`permission:${permission.action}`, () => probePermission(session, account, permission));
  }
}

function asFailure(error: unknown): AwsCallFailed {
  if (error instanceof AwsCallFailed) return error;
  throw error;
}

/** The checks of one verification; each change is reported. */
class Checks {
  private readonly byName: Map<string, ConnectionCheck>;
  private readonly input: VerifyConnectionInput;

  constructor(input: VerifyConnectionInput) {
    this.input = input;
    this.byName = new Map(pendingChecks(input.packs).map((check) => [check.name, check]));
  }

  all(): ConnectionCheck[] {
    return [...this.byName.values()];
  }

  async run(name: CheckName, find: () => Promise<Finding>): Promise<Finding> {
    this.input.signal?.throwIfAborted();
    await this.change(name, { status: "running", message: null });
    const finding = await find();
    await this.change(name, finding);
    return finding;
  }

  /** The first check, whose fruit is the session that the others need. */
  async open(
    find: () => Promise<{ finding: Finding; session: AccountSession | null }>,
  ): Promise<AccountSession | null> {
    let session: AccountSession | null = null;
    await this.run(TRUST_CHECKS[0].name, async () => {
      const opened = await find();
      session = opened.session;
      return opened.finding;
    });
    return session;
  }

  /** What was found of a check was not all of it. */
  correct(name: CheckName, finding: Finding): Promise<void> {
    return this.change(name, finding);
  }

  async skipPending(message: string): Promise<void> {
    for (const { name, status } of this.all())
      if (status === "pending") await this.change(name, { status: "skipped", message });
  }

  private async change(name: string, change: Pick<ConnectionCheck, "status" | "message">): Promise<void> {
    const check = this.byName.get(name);
    if (!check) throw new Error(`No check is called ${name}`);
    const changed = { ...check, ...change };
    this.byName.set(name, changed);
    await this.input.onCheck(changed);
  }
}

type Opened = { finding: Finding; session: AccountSession | null };

/** Why a role is not even tried; null: it is. */
function whyNotTried({ workerAccountId }: VerifyContext, { roleArn }: RoleToAssume): string | null {
  const role = parseRoleArn(roleArn);
  if (role) return role.awsAccountId === workerAccountId ? ownAccountMessage(roleArn) : null;
  return `"${roleArn}" is no role ARN. Expected arn:<partition>:iam::<12-digit account id>:role/<role name>`;
}

/** Assumes the role, and tries a denied one again while a new role may not be known everywhere yet. */
async function openSession(context: VerifyContext, role: RoleToAssume, signal?: AbortSignal): Promise<Opened> {
  const refusal = whyNotTried(context, role);
  if (refusal) return { finding: { status: "failed", message: refusal }, session: null };
  const deadlineMs = performance.now() + context.timing.roleSettleMs;
  for (let waitMs = context.timing.roleSettleMs / SETTLE_WAITS; ; waitMs *= 2) {
    try {
      return { finding: PASSED, session: await AccountSession.open({ ...context, role }, { fresh: true }) };
    } catch (error) {
      if (!(error instanceof AwsCallFailed)) throw error;
      const remainingMs = deadlineMs - performance.now();
      if (error.kind !== "denied" || remainingMs <= 0) {
        return {
          finding: {
            status: error.kind === "denied" ? "failed" : "unproven",
            message: notAssumableMessage(error, role, context.principalArn),
          },
          session: null,
        };
      }
      await wait(Math.min(waitMs, remainingMs), signal);
    }
  }
}

async function checkAccount(session: AccountSession, roleArn: string): Promise<Finding> {
  const expected = parseRoleArn(roleArn)?.awsAccountId;
  try {
    const { awsAccountId } = await session.identity();
    if (awsAccountId === expected) return PASSED;
    const message = `The session belongs to account ${awsAccountId}, but the role ARN names ${expected}. Check the role ARN`;
    return { status: "failed", message };
  } catch (error) {
    if (!(error instanceof AwsCallFailed)) throw error;
    return { status: "unproven", message: `The session's account could not be asked for. AWS: ${error.awsMessage}` };
  }
}

/**
 * A role whose trust policy is just being changed, or is not known everywhere yet, refuses everybody: refusals prove something only
 * while its own External ID opens it.
 */
async function checkStillOpen({ broker, caller }: VerifyContext, role: RoleToAssume): Promise<Finding> {
  try {
    await broker.tryWith(role.externalId, role, caller);
    return PASSED;
  } catch (error) {
    if (!(error instanceof AwsCallFailed)) throw error;
    const message = `The role opened to its External ID, refused the two others, and then its own as well (${error.awsErrorName}: ${error.awsMessage}). Its refusals prove nothing while its trust policy is on its way. Verify again in a minute`;
    return { status: "unproven", message };
  }
}

/** Only AccessDenied proves that the role refuses: any other failure proves nothing. */
async function checkRefusal(
  { broker, caller }: VerifyContext,
  role: RoleToAssume,
  externalId: string | null,
): Promise<Finding> {
  try {
    await broker.tryWith(externalId, role, caller);
    return { status: "failed", message: confusedDeputyMessage(role, externalId) };
  } catch (error) {
    if (!(error instanceof AwsCallFailed)) throw error;
    if (error.kind === "denied") return PASSED;
    const how = externalId === null ? "without External ID" : "with a random External ID";
    const message = `It could not be proven that the role refuses a request ${how}: AWS answered ${error.awsErrorName} (${error.awsMessage}) where AccessDenied was expected. Verify again`;
    return { status: "unproven", message };
  }
}
