import { randomBytes } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import { AT, NOW } from "../testing/queried-tenant.ts";
import type { CasesOf } from "../testing/query-case.ts";
import * as identity from "./index.ts";

const LATER = new Date("2100-01-01T00:00:00Z");
const tokenHash = () => new Uint8Array(randomBytes(32));
const person = () => {
  const id = uuidv7();
  return {
    id,
    email: `member-${id}@rolecall.test`,
    name: "A member",
    passwordHash: "none",
    createdAt: AT,
    emailProvedAt: null,
  };
};

const proof = (tenantId: string): Parameters<typeof identity.insertProof>[1] => ({
  ...{ tenantId, id: uuidv7(), kind: "member", email: "guest@rolecall.test", createdAt: AT, expiresAt: LATER },
});

export const CASES: CasesOf<typeof identity> = {
  beginProofAttempt: (tx, { proofId }) => identity.beginProofAttempt(tx, proofId, NOW),
  closeSessionsOf: { asAuth: (tx, { personId }) => identity.closeSessionsOf(tx, personId, NOW) },
  countApiTokens: (tx) => identity.countApiTokens(tx),
  countRecipientsAsked: (tx) => identity.countRecipientsAsked(tx, AT),
  findProof: (tx, { tenantId, proofId }) => identity.findProof(tx, { tenantId, id: proofId }),
  findTenantName: { asAuth: (tx, { tenantId }) => identity.findTenantName(tx, tenantId) },
  insertEmptyTenant: { asAuth: (tx) => identity.insertEmptyTenant(tx, { id: uuidv7(), name: "Shop", createdAt: AT }) },
  insertMailRefusal: { asAuth: (tx, { email }) => identity.insertMailRefusal(tx, email, NOW) },
  insertMember: {
    asAuth: (tx, of) => identity.insertMember(tx, { tenantId: of.tenantId, personId: of.personId, createdAt: AT }),
  },
  insertProof: (tx, { tenantId }) => identity.insertProof(tx, proof(tenantId)),
  listMemberEmails: (tx, { email }) => identity.listMemberEmails(tx, [email]),
  listOpenInvitations: {
    asAuth: async (tx, { tenantId }) => {
      await identity.insertProof(tx, proof(tenantId));
      return identity.listOpenInvitations(tx, NOW);
    },
  },
  listRecipientStates: (tx) => identity.listRecipientStates(tx, { emails: ["outside@rolecall.test"], now: NOW }),
  refusesMail: {
    asAuth: async (tx, { email }) => {
      await identity.insertMailRefusal(tx, email, NOW);
      return identity.refusesMail(tx, email);
    },
  },
  setPerson: { asAuth: (tx, { personId }) => identity.setPerson(tx, personId, { emailProvedAt: NOW }) },
  setProofMailed: (tx, { proofId }) => identity.setProofMailed(tx, proofId, { sent: true }),
  useProof: (tx, { tenantId, proofId }) => identity.useProof(tx, { tenantId, id: proofId }, NOW),
  closeSession: { asAuth: (tx, { sessionId }) => identity.closeSession(tx, sessionId, NOW) },
  findApiToken: (tx, { tokenId }) => identity.findApiToken(tx, { id: tokenId }),
  findFirstTenantId: { asAuth: (tx, { personId }) => identity.findFirstTenantId(tx, personId) },
  findPersonByEmail: { asAuth: (tx, { email }) => identity.findPersonByEmail(tx, email) },
  findSession: { asAuth: (tx, { sessionId }) => identity.findSession(tx, sessionId) },
  getTenantName: (tx) => identity.getTenantName(tx),
  insertApiToken: (tx, { tenantId, email }) =>
    identity.insertApiToken(tx, tenantId, {
      id: uuidv7(),
      name: "CI",
      prefix: "rc_ci",
      createdBy: email,
      createdAt: AT,
      tokenHash: tokenHash(),
    }),
  insertAuditEvent: (tx, { tenantId, email }) =>
    identity.insertAuditEvent(tx, tenantId, {
      id: uuidv7(),
      at: AT,
      actor: email,
      action: "token.created",
      subject: "CI",
      detail: {},
    }),
  insertPerson: { asAuth: (tx) => identity.insertPerson(tx, person()) },
  insertSession: {
    asAuth: (tx, { personId, tenantId }) =>
      identity.insertSession(tx, { id: uuidv7(), personId, tenantId, createdAt: AT, expiresAt: LATER }),
  },
  insertTenant: {
    asAuth: (tx, { personId }) => identity.insertTenant(tx, { id: uuidv7(), name: "Shop", createdAt: AT, personId }),
  },
  isMember: { asAuth: (tx, { tenantId, personId }) => identity.isMember(tx, { tenantId, personId }) },
  listApiTokenRows: (tx) => identity.listApiTokenRows(tx, { limit: 10 }),
  listAuditEventRows: (tx) => identity.listAuditEventRows(tx, { limit: 10 }),
  listMembershipRows: { asAuth: (tx, { personId }) => identity.listMembershipRows(tx, personId) },
  setApiToken: (tx, { tokenId }) => identity.setApiToken(tx, tokenId, { revokedAt: NOW }),
  setSessionTenant: { asAuth: (tx, { sessionId, tenantId }) => identity.setSessionTenant(tx, sessionId, tenantId) },
};
