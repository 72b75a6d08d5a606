import { ALARM } from "./alarm.ts";
import { INSTANCE_PROFILE, POD_IDENTITY, ROLES_ANYWHERE_PROFILE } from "./bindings.ts";
import { PERMISSION_SET } from "./permission-set.ts";
import type { Made } from "./plan.ts";
import { POLICY } from "./policy.ts";
import { OIDC_PROVIDER, SAML_PROVIDER } from "./providers.ts";
import type { Rendering } from "./resource.ts";
import { EXISTING_ROLE, ROLE } from "./role.ts";

const RENDERINGS: { readonly [Kind in Made["kind"]]: Rendering<Extract<Made, { kind: Kind }>> } = {
  role: ROLE,
  existing_role: EXISTING_ROLE,
  policy: POLICY,
  oidc_provider: OIDC_PROVIDER,
  saml_provider: SAML_PROVIDER,
  instance_profile: INSTANCE_PROFILE,
  pod_identity: POD_IDENTITY,
  roles_anywhere_profile: ROLES_ANYWHERE_PROFILE,
  permission_set: PERMISSION_SET,
  alarm: ALARM,
};

/** How a resource is written. Its kind names the rendering that takes it, which the type of the table holds and a look-up forgets. */
export const renderingOf = (made: Made): Rendering<Made> => RENDERINGS[made.kind] as Rendering<Made>;
