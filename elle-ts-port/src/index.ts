/** Transactional anomalies in histories: the library's door. */
export {};
