"""Who was here, and when: patients, their numbers, their visits, and the import of both."""
