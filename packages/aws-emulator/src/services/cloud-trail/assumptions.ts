import { z } from "zod";
import type { EmulatedRole } from "../../world/model.ts";
import { digits, type TrailIdentity } from "./event.ts";
import { serviceIdentity } from "./identities.ts";

/** How a role is assumed, as its trust policy has it: by which call, by whom, and what its sessions are called. */
export type Assumption = {
  eventName: string;
  by: (sessionName: string) => TrailIdentity;
  /** Where the world does not name its sessions. */
  sessionName: string;
};

const Texts = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const Statement = z.object({
  Effect: z.literal("Allow"),
  Action: Texts,
  Principal: z.object({ Service: Texts, AWS: Texts, Federated: Texts }).partial(),
});
const TrustPolicy = z.object({
  Statement: z.union([Statement.transform((statement) => [statement]), z.array(z.unknown())]),
});

type Trust = z.infer<typeof Statement>;

function firstStatement(trustPolicy: string): Trust | null {
  try {
    const { Statement: statements } = TrustPolicy.parse(JSON.parse(trustPolicy));
    return statements.map((one) => Statement.safeParse(one)).find((parsed) => parsed.success)?.data ?? null;
  } catch {
    return null;
  }
}

const federated = (type: string, provider: string, user: string): TrailIdentity => ({
  username: user,
  accessKeyId: null,
  userIdentity: { type, principalId: `${provider}:${user}`, userName: user, identityProvider: provider },
});

const stranger = (principal: string): TrailIdentity => ({
  username: null,
  accessKeyId: null,
  userIdentity: {
    type: "AWSAccount",
    principalId: `AROA${digits(principal, 17).toUpperCase()}:session`,
    accountId: /\d{12}/.exec(principal)?.[0] ?? principal,
  },
});

/** What services call the sessions that they open. */
function serviceSessionName(service: string, role: EmulatedRole): string {
  if (service.startsWith("ec2.")) return `i-${digits(role.roleId, 17)}`;
  if (service.startsWith("ecs-tasks.")) return digits(`task ${role.roleId}`, 32);
  if (service.startsWith("pods.eks.")) return `eks-${role.roleName}-${digits(role.roleId, 8)}`.slice(0, 64);
  return role.roleName;
}

/** Null where the trust policy cannot be read: nobody can then have assumed the role by it. */
export function assumptionOf(role: EmulatedRole): Assumption | null {
  const trust = firstStatement(role.trustPolicy);
  if (!trust) return null;
  const { Service: [service] = [], Federated: [provider] = [], AWS: [principal] = [] } = trust.Principal;
  if (service !== undefined) {
    const sessionName = serviceSessionName(service, role);
    return { eventName: "AssumeRole", by: () => serviceIdentity(service), sessionName };
  }
  if (provider !== undefined) {
    const subject = subjectOf(role.trustPolicy, provider);
    return trust.Action.includes("sts:AssumeRoleWithSAML")
      ? {
          eventName: "AssumeRoleWithSAML",
          by: (person) => federated("SAMLUser", provider, person),
          sessionName: `person-${digits(role.roleId, 6)}`,
        }
      : {
          eventName: "AssumeRoleWithWebIdentity",
          by: () => federated("WebIdentityUser", provider, subject),
          sessionName: provider.includes("githubusercontent")
            ? "GitHubActions"
            : `web-identity-${digits(role.roleId, 8)}`,
        };
  }
  if (principal === undefined) return null;
  return { eventName: "AssumeRole", by: () => stranger(principal), sessionName: `session-${digits(role.roleId, 10)}` };
}

/** The token's subject: what the trust policy demands, with its wildcards filled in. */
function subjectOf(trustPolicy: string, provider: string): string {
  const subject = /:sub":\s*\[?\s*"([^"]+)"/.exec(trustPolicy)?.[1];
  return subject?.replaceAll("*", "main") ?? `${provider.split("/").at(-1)}:unknown`;
}
