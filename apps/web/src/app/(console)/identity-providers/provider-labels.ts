import type { IdentityProvider } from "@rolecall/domain";

export const PROVIDER_LABELS: Record<IdentityProvider["kind"], string> = { oidc: "OIDC", saml: "SAML" };
