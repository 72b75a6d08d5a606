type OldestSdk = {
  name: string;
  /** How it names itself in a user agent, with its version. */
  pattern: RegExp;
  oldest: readonly number[];
};

/**
 * The first versions that take credentials of EKS Pod Identity.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-minimum-sdk.html
 */
export const OLDEST_FOR_POD_IDENTITY: readonly OldestSdk[] = [
  { name: "AWS CLI 2", pattern: /aws-cli\/(2\.[\d.]+)/i, oldest: [2, 15, 0] },
  { name: "AWS CLI 1", pattern: /aws-cli\/(1\.[\d.]+)/i, oldest: [1, 30, 0] },
  { name: "Boto3", pattern: /boto3\/([\d.]+)/i, oldest: [1, 34, 41] },
  { name: "botocore", pattern: /botocore\/([\d.]+)/i, oldest: [1, 34, 41] },
  { name: "AWS SDK for Java 2", pattern: /aws-sdk-java\/(2\.[\d.]+)/i, oldest: [2, 21, 30] },
  { name: "AWS SDK for Java 1", pattern: /aws-sdk-java\/(1\.[\d.]+)/i, oldest: [1, 12, 746] },
  { name: "AWS SDK for JavaScript 3", pattern: /aws-sdk-js\/(3\.[\d.]+)/i, oldest: [3, 458, 0] },
  { name: "AWS SDK for Go 1", pattern: /aws-sdk-go\/(1\.[\d.]+)/i, oldest: [1, 47, 11] },
  { name: "AWS SDK for Ruby", pattern: /aws-sdk-ruby3?\/([\d.]+)/i, oldest: [3, 188, 0] },
  { name: "AWS SDK for PHP", pattern: /aws-sdk-php\/([\d.]+)/i, oldest: [3, 287, 1] },
  { name: "AWS SDK for C++", pattern: /aws-sdk-cpp\/([\d.]+)/i, oldest: [1, 11, 263] },
];

const isOlder = (version: readonly number[], oldest: readonly number[]): boolean => {
  const at = oldest.findIndex((part, index) => part !== (version[index] ?? 0));
  return at >= 0 && (version[at] ?? 0) < (oldest[at] ?? 0);
};

/** An SDK in a user agent, and whether Pod Identity asks for a newer one. */
export type SeenSdk = { name: string; version: string; oldest: string; isTooOld: boolean };

/** The SDKs that user agents name, each version once. */
export function sdksIn(userAgents: readonly string[]): SeenSdk[] {
  const found = new Map<string, SeenSdk>();
  for (const agent of userAgents)
    for (const { name, pattern, oldest } of OLDEST_FOR_POD_IDENTITY) {
      const version = pattern.exec(agent)?.[1];
      if (version === undefined) continue;
      const isTooOld = isOlder(version.split(".").map(Number), oldest);
      found.set(`${name} ${version}`, { name, version, oldest: oldest.join("."), isTooOld });
    }
  return [...found.values()];
}
