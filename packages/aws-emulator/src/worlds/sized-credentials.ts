import { serviceSpecificCredentialOf, signingCertificateOf, sshPublicKeyOf } from "../builders/credentials.ts";
import type { EmulatedUser } from "../world/model.ts";
import { Dice } from "./dice.ts";

type Owner = { awsAccountId: string; userName: string; index: number; ageDays: number; startAt: Date };

const SERVICES = [
  { serviceName: "codecommit.amazonaws.com", used: "codecommit", isApiKey: false },
  { serviceName: "cassandra.amazonaws.com", used: "cassandra", isApiKey: false },
  { serviceName: "bedrock.amazonaws.com", used: "bedrock", isApiKey: true },
];
const API_KEY_DAYS = [30, 90, 365];

/** The credentials that few users of a big account have besides keys and passwords. */
export function otherCredentials(
  owner: Owner,
): Pick<EmulatedUser, "sshPublicKeys" | "signingCertificates" | "serviceSpecificCredentials"> {
  const dice = new Dice(`other credentials ${owner.index}`);
  const daysBefore = (days: number) => new Date(owner.startAt.getTime() - Math.round(days * 86_400) * 1000);
  const madeAt = () => daysBefore(dice.between(0, owner.ageDays));
  const status = () => (dice.chance(0.8) ? ("Active" as const) : ("Inactive" as const));
  const seed = `sized ${owner.index}`;
  return {
    sshPublicKeys: dice.chance(0.04) ? [sshPublicKeyOf(seed, { status: status(), uploadedAt: madeAt() })] : [],
    signingCertificates: dice.chance(0.01)
      ? [signingCertificateOf(seed, { status: status(), uploadedAt: madeAt() })]
      : [],
    serviceSpecificCredentials: dice.chance(0.05) ? [serviceCredential(owner, dice, madeAt())] : [],
  };
}

function serviceCredential({ awsAccountId, userName, index }: Owner, dice: Dice, createdAt: Date) {
  const { serviceName, used, isApiKey } = dice.pick(SERVICES);
  const name = `${userName}-at-${awsAccountId}`;
  const days = dice.pick(API_KEY_DAYS);
  return serviceSpecificCredentialOf(`sized ${index}`, {
    serviceName,
    serviceUserName: isApiKey ? null : name,
    serviceCredentialAlias: isApiKey ? name : null,
    createdAt,
    expiresAt: isApiKey ? new Date(createdAt.getTime() + days * 86_400_000) : null,
    usage: dice.chance(0.6)
      ? [
          {
            firstAt: createdAt,
            until: null,
            everyHours: 12,
            jitterSeed: index,
            services: [{ service: used, region: "us-east-1" }],
          },
        ]
      : [],
  });
}
