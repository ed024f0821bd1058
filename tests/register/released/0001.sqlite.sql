BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE amenity (
	code VARCHAR(6) NOT NULL, 
	place INTEGER NOT NULL, 
	"key" VARCHAR(64) NOT NULL, 
	has BOOLEAN NOT NULL, 
	CONSTRAINT pk_amenity PRIMARY KEY (code, place, "key"), 
	CONSTRAINT fk_amenity_code FOREIGN KEY(code) REFERENCES point (code)
);
INSERT INTO "amenity" VALUES('7K2M9Q',0,'hot_water',0);
INSERT INTO "amenity" VALUES('7K2M9R',0,'hot_water',0);
CREATE TABLE bureau (
	slug VARCHAR(64) NOT NULL, 
	name TEXT NOT NULL, 
	CONSTRAINT pk_bureau PRIMARY KEY (slug), 
	CONSTRAINT uq_bureau_name UNIQUE (name)
);
INSERT INTO "bureau" VALUES('shili-0','name-0');
INSERT INTO "bureau" VALUES('shili-1','name-1');
CREATE TABLE calendar_day (
	date DATE NOT NULL, 
	type VARCHAR(32) NOT NULL, 
	holiday TEXT NOT NULL, 
	CONSTRAINT pk_calendar_day PRIMARY KEY (date)
);
INSERT INTO "calendar_day" VALUES('2026-09-01','workday','holiday-0');
INSERT INTO "calendar_day" VALUES('2026-09-02','workday','holiday-1');
CREATE TABLE change (
	n INTEGER NOT NULL, 
	code VARCHAR(6) NOT NULL, 
	CONSTRAINT pk_change PRIMARY KEY (n, code)
);
INSERT INTO "change" VALUES(1,'');
INSERT INTO "change" VALUES(2,'');
CREATE TABLE contact (
	code VARCHAR(6) NOT NULL, 
	place INTEGER NOT NULL, 
	public BOOLEAN NOT NULL, 
	number TEXT NOT NULL, 
	sealed TEXT NOT NULL, 
	fingerprint VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_contact PRIMARY KEY (code, place), 
	CONSTRAINT fk_contact_code FOREIGN KEY(code) REFERENCES point (code)
);
INSERT INTO "contact" VALUES('7K2M9Q',0,0,'','gAAAAABrCNV8Gu44REszJrKxX5AmS2K2pN92z682G-S3uUXJsAG4-gfXv0YsQGrrcYCVO_sZt_s83SeA6s3rAUH2Iu0bSPiNqdQykgjrClbgsLj1pfT3rFI=','9377b27776e6fe49cdbce96e94b8adec9e669fea81eafaa26e342f22bdf76336');
INSERT INTO "contact" VALUES('7K2M9R',0,0,'','gAAAAABrCNV8W01TrjSX4XFD3McqtkOPk9Cf1xax0otUaSPHPBbtWNux76m8UQuWROi77TXMCN9cxhI4bQpBzwMt-nFQr1mJ9pextpZ8CoE_rITenUVXcBI=','6d3e1d0c9e42af7200d28d36e0130405ff94631ca54426b2181943ceb5b62166');
CREATE TABLE feed (
	id INTEGER NOT NULL, 
	n INTEGER NOT NULL, 
	CONSTRAINT pk_feed PRIMARY KEY (id)
);
INSERT INTO "feed" VALUES(1,2);
CREATE TABLE geocode_answer (
	provider VARCHAR(32) NOT NULL, 
	"query" TEXT NOT NULL, 
	answer JSON NOT NULL, 
	level TEXT NOT NULL, 
	raw_datum VARCHAR(32) NOT NULL, 
	answered_on DATE NOT NULL, 
	CONSTRAINT pk_geocode_answer PRIMARY KEY (provider, "query")
);
INSERT INTO "geocode_answer" VALUES('provider-0','query-0','{}','level-0','raw_datum-0','2026-09-01');
INSERT INTO "geocode_answer" VALUES('provider-1','query-1','{}','level-1','raw_datum-1','2026-09-02');
CREATE TABLE import_batch (
	id INTEGER NOT NULL, 
	filename TEXT NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	bureau TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	actor_kind VARCHAR(32) NOT NULL, 
	actor_name TEXT NOT NULL, 
	counts JSON NOT NULL, 
	columns JSON NOT NULL, 
	CONSTRAINT pk_import_batch PRIMARY KEY (id)
);
INSERT INTO "import_batch" VALUES(1,'filename-0','sha256-0','shili-0','2026-09-01 02:00:00.000000','actor_kind-0','actor_name-0','{}','{}');
INSERT INTO "import_batch" VALUES(2,'filename-1','sha256-1','shili-1','2026-09-01 02:00:00.000000','actor_kind-1','actor_name-1','{}','{}');
CREATE TABLE instance (
	id VARCHAR(32) NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_instance PRIMARY KEY (id)
);
INSERT INTO "instance" VALUES('id-0','real','2026-09-01 02:00:00.000000');
CREATE TABLE point (
	code VARCHAR(6) NOT NULL, 
	revision INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	demonstration VARCHAR(32) NOT NULL, 
	bureau VARCHAR(64) NOT NULL, 
	district TEXT NOT NULL, 
	sub_district TEXT NOT NULL, 
	address TEXT NOT NULL, 
	latitude FLOAT, 
	longitude FLOAT, 
	precision_m FLOAT, 
	position_basis VARCHAR(32) NOT NULL, 
	confirmed_by TEXT NOT NULL, 
	confirmed_on DATE, 
	audience VARCHAR(32) NOT NULL, 
	free BOOLEAN, 
	access VARCHAR(32) NOT NULL, 
	access_note TEXT NOT NULL, 
	parking_note TEXT NOT NULL, 
	hours_text TEXT NOT NULL, 
	opening_hours TEXT, 
	hours_status VARCHAR(32) NOT NULL, 
	hours_proposal TEXT, 
	hours_reasons JSON NOT NULL, 
	booking_channel VARCHAR(32) NOT NULL, 
	booking_phone TEXT NOT NULL, 
	booking_link TEXT NOT NULL, 
	booking_note TEXT NOT NULL, 
	booking_note_date DATE, 
	link_group TEXT NOT NULL, 
	valid_from DATE, 
	valid_to DATE, 
	listing VARCHAR(32) NOT NULL, 
	suspended_until DATETIME, 
	listing_reason TEXT NOT NULL, 
	checked_on DATE, 
	checked_by TEXT NOT NULL, 
	source TEXT NOT NULL, 
	source_date TEXT NOT NULL, 
	note TEXT NOT NULL, 
	updated_at DATETIME NOT NULL, 
	CONSTRAINT pk_point PRIMARY KEY (code)
);
INSERT INTO "point" VALUES('7K2M9Q',1,'name-0','care_station','no','shili-0','黄浦区','sub_district-0','address-0',31.23,121.47,10.0,'pin','confirmed_by-0','2026-09-01','couriers',0,'walk_in','access_note-0','parking_note-0','每天9:00-17:00','Mo-Su 09:00-17:00','read',NULL,'[]','here','booking_phone-0','booking_link-0','booking_note-0','2026-09-01','',NULL,NULL,'listed',NULL,'listing_reason-0','2026-09-01','checked_by-0','source-0','source_date-0','','2026-09-01 02:00:00.000000');
INSERT INTO "point" VALUES('7K2M9R',1,'name-1','care_station','no','shili-0','黄浦区','sub_district-1','address-1',31.23,121.47,10.0,'pin','confirmed_by-1','2026-09-02','couriers',0,'walk_in','access_note-1','parking_note-1','每天9:00-17:00','Mo-Su 09:00-17:00','read',NULL,'[]','here','booking_phone-1','booking_link-1','booking_note-1','2026-09-02','',NULL,NULL,'listed',NULL,'listing_reason-1','2026-09-02','checked_by-1','source-1','source_date-1','','2026-09-01 02:00:00.000000');
CREATE TABLE position_candidate (
	code VARCHAR(6) NOT NULL, 
	place INTEGER NOT NULL, 
	candidate JSON NOT NULL, 
	why TEXT NOT NULL, 
	found_at DATETIME NOT NULL, 
	CONSTRAINT pk_position_candidate PRIMARY KEY (code, place), 
	CONSTRAINT fk_position_candidate_code FOREIGN KEY(code) REFERENCES point (code)
);
INSERT INTO "position_candidate" VALUES('7K2M9Q',1,'{}','why-0','2026-09-01 02:00:00.000000');
INSERT INTO "position_candidate" VALUES('7K2M9R',2,'{}','why-1','2026-09-01 02:00:00.000000');
CREATE TABLE review_item (
	id INTEGER NOT NULL, 
	"key" VARCHAR(64) NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	code VARCHAR(6), 
	bureau TEXT NOT NULL, 
	batch INTEGER, 
	sheet TEXT NOT NULL, 
	"row" INTEGER, 
	"column" TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	content JSON NOT NULL, 
	sealed TEXT NOT NULL, 
	created_at DATETIME NOT NULL, 
	done_at DATETIME, 
	done_by TEXT NOT NULL, 
	outcome TEXT NOT NULL, 
	CONSTRAINT pk_review_item PRIMARY KEY (id), 
	CONSTRAINT fk_review_item_batch FOREIGN KEY(batch) REFERENCES import_batch (id), 
	CONSTRAINT fk_review_item_code FOREIGN KEY(code) REFERENCES point (code), 
	CONSTRAINT uq_review_item_key UNIQUE ("key")
);
INSERT INTO "review_item" VALUES(1,'key-0','note','7K2M9Q','shili-0',1,'sheet-0',1,'column-0','','{}','gAAAAABrCNV8hMxoYlMLQ9MLW13FBZpJ2WXWG3qhWFgHzym6QDk05j5cVXhV2lRCGsnCdUi1YxkJabMBwxl70c6YncbSVSWzYinrcoKN_qdTdTDG46crx4k=','2026-09-01 02:00:00.000000',NULL,'done_by-0','outcome-0');
INSERT INTO "review_item" VALUES(2,'key-1','note','7K2M9R','shili-1',2,'sheet-1',2,'column-1','','{}','gAAAAABrCNV8t886-4stLQXBYk7d2ExABNGxnXiptkP_NAnZt9TlyQ25qkSnmTHnsYvBexaUivKyHKdJWbDMoiFPg2l3cH4mBvJCVC8tifJH0FoM8dY1_GI=','2026-09-01 02:00:00.000000',NULL,'done_by-1','outcome-1');
CREATE TABLE revision (
	code VARCHAR(6) NOT NULL, 
	revision INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	actor_kind VARCHAR(32) NOT NULL, 
	actor_name TEXT NOT NULL, 
	what JSON NOT NULL, 
	why TEXT NOT NULL, 
	batch INTEGER, 
	CONSTRAINT pk_revision PRIMARY KEY (code, revision), 
	CONSTRAINT fk_revision_batch FOREIGN KEY(batch) REFERENCES import_batch (id), 
	CONSTRAINT fk_revision_code FOREIGN KEY(code) REFERENCES point (code)
);
INSERT INTO "revision" VALUES('7K2M9Q',1,'2026-09-01 02:00:00.000000','actor_kind-0','actor_name-0','{"name": ["旧", "新"]}','why-0',1);
INSERT INTO "revision" VALUES('7K2M9R',1,'2026-09-01 02:00:00.000000','actor_kind-1','actor_name-1','{"name": ["旧", "新"]}','why-1',2);
CREATE TABLE space (
	code VARCHAR(6) NOT NULL, 
	place INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	hours_text TEXT, 
	opening_hours TEXT, 
	hours_status VARCHAR(32), 
	hours_proposal TEXT, 
	hours_reasons JSON, 
	CONSTRAINT pk_space PRIMARY KEY (code, place), 
	CONSTRAINT fk_space_code FOREIGN KEY(code) REFERENCES point (code)
);
INSERT INTO "space" VALUES('7K2M9Q',1,'name-0',NULL,NULL,NULL,NULL,'null');
INSERT INTO "space" VALUES('7K2M9R',1,'name-1',NULL,NULL,NULL,NULL,'null');
CREATE INDEX ix_point_bureau ON point (bureau);
CREATE INDEX ix_contact_fingerprint ON contact (fingerprint);
CREATE INDEX ix_import_batch_sha256 ON import_batch (sha256);
CREATE INDEX ix_revision_batch ON revision (batch);
CREATE INDEX ix_review_item_open ON review_item (done_at, kind);
COMMIT;
