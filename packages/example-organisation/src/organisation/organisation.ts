import type { WorldEvent, WorldState } from "@rolecall/aws-emulator";
import type { Calendar } from "../clockwork/calendar.ts";
import { accountId, ORGANISATION } from "../story/accounts.ts";
import { identityCenterEvents } from "./identity-center.ts";

/** What happens to the organisation as a whole and not within one account: members, delegation, Identity Center. */

const TIME_OF_DAY = 0.6;

/** The organisation before all events. */
export const organisationAtStart = (
  calendar: Calendar,
): Pick<WorldState, "otherMembers" | "delegatedAdministrators" | "identityCenter"> => ({
  otherMembers: ORGANISATION.otherMembers.map(({ awsAccountId, name, organizationalUnits, createdDay }) => ({
    awsAccountId,
    name,
    organizationalUnits: [...organizationalUnits],
    email: `aws+${name}@${ORGANISATION.domain}`,
    createdAt: calendar.workingInstant(createdDay),
    state: "ACTIVE",
  })),
  delegatedAdministrators: ORGANISATION.delegations.map(({ servicePrincipal, account, day }) => ({
    awsAccountId: accountId(account),
    servicePrincipal,
    enabledAt: calendar.workingInstant(day),
  })),
  identityCenter: null,
});

export const organisationEvents = (calendar: Calendar): WorldEvent[] => [
  ...memberEvents(calendar),
  ...identityCenterEvents(calendar),
];

const memberEvents = (calendar: Calendar): WorldEvent[] =>
  ORGANISATION.otherMembers.flatMap(({ awsAccountId, name, states }) =>
    states.map(({ day, state }) => ({
      at: calendar.workingInstant(day + TIME_OF_DAY),
      what: `${name}: account becomes ${state}`,
      apply: ({ otherMembers = [] }: WorldState) => {
        const member = otherMembers.find((candidate) => candidate.awsAccountId === awsAccountId);
        if (member) member.state = state;
      },
    })),
  );
