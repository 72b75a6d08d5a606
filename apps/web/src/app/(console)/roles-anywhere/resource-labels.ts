import type { RolesAnywhereResource } from "@rolecall/domain";

export const RESOURCE_LABELS: Record<RolesAnywhereResource["kind"], string> = {
  trust_anchor: "Trust anchor",
  profile: "Profile",
  subject: "Subject",
};
