import { randomBytes } from "node:crypto";
import { randomId } from "./ids.ts";

/** Temporary credentials that STS gave out. */
export type Session = {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  awsAccountId: string;
  /** Whom the session acts as: a role that was assumed, or a user or the root user by GetSessionToken. */
  subject: { kind: "role"; roleName: string; roleId: string } | { kind: "user"; userName: string } | { kind: "root" };
  sessionName: string;
  sourceIdentity: string | null;
  /** Documents that limit the session; null if none was passed. */
  sessionPolicies: string[] | null;
  multiFactor: boolean;
  issuedAt: Date;
  expiresAt: Date;
};

const PRUNE_ABOVE = 2_000;
const KEEP_EXPIRED_MS = 24 * 3_600_000;

/** The sessions of one emulator, by access key id. Expired ones are kept for a day so that they answer as expired. */
export class Sessions {
  readonly #byAccessKeyId = new Map<string, Session>();

  issue(details: Omit<Session, "accessKeyId" | "secretAccessKey" | "sessionToken">): Session {
    if (this.#byAccessKeyId.size >= PRUNE_ABOVE) this.#prune(details.issuedAt);
    const session: Session = {
      ...details,
      accessKeyId: randomId("ASIA", 16),
      secretAccessKey: randomBytes(30).toString("base64"),
      sessionToken: randomBytes(240).toString("base64"),
    };
    this.#byAccessKeyId.set(session.accessKeyId, session);
    return session;
  }

  find(accessKeyId: string): Session | undefined {
    return this.#byAccessKeyId.get(accessKeyId);
  }

  #prune(now: Date): void {
    for (const [accessKeyId, { expiresAt }] of this.#byAccessKeyId) {
      if (expiresAt.getTime() + KEEP_EXPIRED_MS < now.getTime()) this.#byAccessKeyId.delete(accessKeyId);
    }
  }
}
