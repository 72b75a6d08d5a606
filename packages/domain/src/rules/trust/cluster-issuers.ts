import { sharedIssuer } from "./find-issuer.ts";

/**
 * Issuers of tokens for the pods of one customer's cluster, whose id stands in the address: EKS, also over IPv6, and OpenShift where
 * Red Hat hosts the keys. Issuers on hosts of one's own are known by nothing and need not be here.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html
 * @see https://docs.openshift.com/rosa/rosa_architecture/rosa-sts-about-iam-resources.html
 */
const CLUSTERS: readonly RegExp[] = [
  /^oidc\.eks\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\/id\/[0-9a-z]+$/,
  /^oidc-eks\.[a-z0-9-]+\.api\.(?:aws|amazonwebservices\.com\.cn)\/id\/[0-9a-z]+$/,
  /^rh-oidc\.s3\.us-east-1\.amazonaws\.com\/[0-9a-z]{32}$/,
  /^oidc\.op1\.openshiftapps\.com\/[0-9a-z]{32}$/,
];

/** Whether an issuer is that of one cluster. Vendors that keep a cluster for many customers on the same hosts are shared issuers. */
export function isClusterIssuer(url: string): boolean {
  const lower = url.toLowerCase();
  return CLUSTERS.some((cluster) => cluster.test(lower)) && sharedIssuer(url) === null;
}
