/** Words of customers, cases and the ledger. */
export const records = {
  'customers.title': ['客户', 'Customers'],
  'customer.owner': ['客户经理', 'Owner'],
} as const;
