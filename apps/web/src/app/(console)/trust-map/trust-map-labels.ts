import type { Outsider } from "@rolecall/domain";

export const OUTSIDE_LABELS: Record<Outsider["kind"], string> = {
  everybody: "Everybody",
  aws_account: "AWS account",
  oidc: "OIDC identity provider",
  saml: "SAML identity provider",
};
