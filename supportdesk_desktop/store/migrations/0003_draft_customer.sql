-- What is typed of a customer to create with the draft, as JSON; NULL where nothing is.
ALTER TABLE drafts ADD COLUMN customer TEXT;
