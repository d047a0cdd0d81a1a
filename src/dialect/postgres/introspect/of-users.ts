/** Whether the object with this oid is none of the server's own (PostgreSQL 18, access/transam.h, FirstNormalObjectId), which have all of the comments of many databases. */
export const isOfUsers = (oid: string): string => `${oid} >= 16384`;
