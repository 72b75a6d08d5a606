import type { World } from "@rolecall/aws-emulator";
import { READ_PERMISSIONS } from "@rolecall/domain";
import { exampleOrganisation } from "@rolecall/example-organisation";

/** What an installation keeps of its example organisation, in `demo.json`. */
export type DemoState = {
  endsAt: string;
  email: string;
  password: string;
  tenantId: string | null;
  /** Minted by Rolecall when the example's accounts were connected, by AWS account id. */
  externalIds: Record<string, string>;
  /** Whether the 12 months have been replayed to the end. */
  isLoaded: boolean;
};

/** The account and role that the example's accounts trust: this installation's own. */
export const VENDOR = {
  awsAccountId: "210987654321",
  roleName: "rolecall-worker",
  accessKeyId: "AKIAROLECALLEXAMPLE1",
  secretAccessKey: "example-secret-of-the-local-emulator",
};

/** Nobody can guess it, so that a role whose connection does not exist yet opens to nobody. */
const NOT_CONNECTED = `not-connected-${crypto.randomUUID()}`;

/** The example organisation, with the External IDs that are known by now. */
export function demoWorld(state: DemoState): World {
  return exampleOrganisation({
    endsAt: new Date(state.endsAt),
    vendor: VENDOR,
    readerActions: READ_PERMISSIONS.map((permission) => permission.action),
    externalIdOf: (awsAccountId) => state.externalIds[awsAccountId] ?? NOT_CONNECTED,
  });
}
