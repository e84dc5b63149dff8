// What makes Windows take two packages for releases of one product.

/** The same in every MSI of Stile, for ever: by it a newer one finds and replaces the older. */
export const upgradeCode = '{E3F1B0C6-6B0D-4E0F-8F52-6A2B1F6E9C11}';
