import type { PrincipalOrigin } from "@rolecall/domain";

export const ORIGIN_LABELS: Record<PrincipalOrigin, string> = {
  same_account: "Same account",
  own_organization: "Own organisation",
  external: "Outside",
  public: "Everybody",
  service: "AWS service",
  identity_provider: "Identity provider",
  deleted: "Deleted",
};
