-- Words of about the same length are compared letter by letter; the index by trigrams missed slips inside short words.
drop index products.word_near;
create index word_length on products.word (length(word));
