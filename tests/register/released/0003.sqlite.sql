BEGIN TRANSACTION;
CREATE TABLE account (
	id INTEGER NOT NULL, 
	login VARCHAR(64) NOT NULL, 
	name TEXT NOT NULL, 
	role VARCHAR(32) NOT NULL, 
	bureau VARCHAR(64) NOT NULL, 
	password TEXT NOT NULL, 
	made_at DATETIME NOT NULL, 
	made_by TEXT NOT NULL, 
	disabled_at DATETIME, 
	CONSTRAINT pk_account PRIMARY KEY (id), 
	CONSTRAINT uq_account_login UNIQUE (login)
);
INSERT INTO "account" VALUES(1,'login-0','name-0','editor','shili-0','password-0','2026-09-01 02:00:00.000000','made_by-0',NULL);
INSERT INTO "account" VALUES(2,'login-1','name-1','editor','shili-0','password-1','2026-09-01 02:00:00.000000','made_by-1',NULL);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0003');
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
CREATE TABLE booking (
	id INTEGER NOT NULL, 
	session VARCHAR(6) NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	door_code VARCHAR(8) NOT NULL, 
	places INTEGER NOT NULL, 
	state VARCHAR(32) NOT NULL, 
	turn INTEGER NOT NULL, 
	sealed TEXT NOT NULL, 
	phone VARCHAR(64), 
	made_at DATETIME NOT NULL, 
	made_by VARCHAR(32) NOT NULL, 
	settled_at DATETIME, 
	reason TEXT NOT NULL, 
	attendance VARCHAR(32), 
	news VARCHAR(32), 
	news_at DATETIME, 
	told_at DATETIME, 
	told_by TEXT NOT NULL, 
	CONSTRAINT pk_booking PRIMARY KEY (id), 
	CONSTRAINT ck_booking_places CHECK (places > 0), 
	CONSTRAINT fk_booking_session FOREIGN KEY(session) REFERENCES offering_session (code), 
	CONSTRAINT uq_booking_digest UNIQUE (digest), 
	CONSTRAINT uq_booking_session_door_code UNIQUE (session, door_code)
);
INSERT INTO "booking" VALUES(1,'8K2M9Q','digest-0','door_cod',1,'confirmed',1,'gAAAAABrCNV-0J9A923W8IYxunOdvUyWVWSuqSDCM1BQhneqaaPp5-du_aseofBgCcz7cNYuO9X68gNvXqnja53XTsyAo_iFDv7mqVdxMOro454-aBfLLuY=','9377b27776e6fe49cdbce96e94b8adec9e669fea81eafaa26e342f22bdf76336','2026-09-01 02:00:00.000000','made_by-0',NULL,'',NULL,NULL,NULL,NULL,'told_by-0');
INSERT INTO "booking" VALUES(2,'8K2M9R','digest-1','door_cod',1,'confirmed',2,'gAAAAABrCNV-VGERY-fWNZO28phYXXGXWhDshYsw9u0lhlnBBj3bDxgu59I17OG5AQuVqGTDQcFs8oQG7DqDpB14q-EcxBKbEFIhYoBzTXB-ai8rTySra0o=','6d3e1d0c9e42af7200d28d36e0130405ff94631ca54426b2181943ceb5b62166','2026-09-01 02:00:00.000000','made_by-1',NULL,'',NULL,NULL,NULL,NULL,'told_by-1');
CREATE TABLE "bureau" (
	slug VARCHAR(64) NOT NULL, 
	name TEXT NOT NULL, 
	trusts_keepers BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_bureau PRIMARY KEY (slug), 
	CONSTRAINT uq_bureau_name UNIQUE (name)
);
INSERT INTO "bureau" VALUES('shili-0','name-0',0);
INSERT INTO "bureau" VALUES('shili-1','name-1',0);
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
INSERT INTO "contact" VALUES('7K2M9Q',0,0,'','gAAAAABrCNV-bEH4QiyeYQyaWo_YKQfdI6ZEYkPSr8eCtg6esRvm-kHve3hRPJlM7ckw1zQJKavi8zhNJbOym06fZaAD1Kcyyp3ijSFE_0Z2uStweNJXFcE=','9377b27776e6fe49cdbce96e94b8adec9e669fea81eafaa26e342f22bdf76336');
INSERT INTO "contact" VALUES('7K2M9R',0,0,'','gAAAAABrCNV-NGVtTBPwz43QDXl2h9dQvhllKKxitWVXFE4vtHSds4nCw3KBi4qwjFjyVML_wM-yehM1zdYGKJnAVOdi4ud7i0AKIYOf8l4R_ibgtbmhRmU=','6d3e1d0c9e42af7200d28d36e0130405ff94631ca54426b2181943ceb5b62166');
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
	columns JSON NOT NULL, undone_at DATETIME, undone_by TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_import_batch PRIMARY KEY (id)
);
INSERT INTO "import_batch" VALUES(1,'filename-0','sha256-0','shili-0','2026-09-01 02:00:00.000000','actor_kind-0','actor_name-0','{}','{}',NULL,'undone_by-0');
INSERT INTO "import_batch" VALUES(2,'filename-1','sha256-1','shili-1','2026-09-01 02:00:00.000000','actor_kind-1','actor_name-1','{}','{}',NULL,'undone_by-1');
CREATE TABLE instance (
	id VARCHAR(32) NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_instance PRIMARY KEY (id)
);
INSERT INTO "instance" VALUES('id-0','real','2026-09-01 02:00:00.000000');
CREATE TABLE invitation (
	digest VARCHAR(64) NOT NULL, 
	account INTEGER NOT NULL, 
	expires_at DATETIME NOT NULL, 
	CONSTRAINT pk_invitation PRIMARY KEY (digest), 
	CONSTRAINT fk_invitation_account FOREIGN KEY(account) REFERENCES account (id)
);
INSERT INTO "invitation" VALUES('digest-0',1,'2026-09-01 02:00:00.000000');
INSERT INTO "invitation" VALUES('digest-1',2,'2026-09-01 02:00:00.000000');
CREATE TABLE keeper_link (
	id VARCHAR(32) NOT NULL, 
	code VARCHAR(6) NOT NULL, 
	made_at DATETIME NOT NULL, 
	made_by TEXT NOT NULL, 
	expires_at DATETIME NOT NULL, 
	revoked_at DATETIME, 
	revoked_by TEXT NOT NULL, 
	CONSTRAINT pk_keeper_link PRIMARY KEY (id), 
	CONSTRAINT fk_keeper_link_code FOREIGN KEY(code) REFERENCES point (code)
);
INSERT INTO "keeper_link" VALUES('id-0','7K2M9Q','2026-09-01 02:00:00.000000','made_by-0','2026-09-01 02:00:00.000000',NULL,'revoked_by-0');
INSERT INTO "keeper_link" VALUES('id-1','7K2M9R','2026-09-01 02:00:00.000000','made_by-1','2026-09-01 02:00:00.000000',NULL,'revoked_by-1');
CREATE TABLE keeper_use (
	id INTEGER NOT NULL, 
	link VARCHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	what TEXT NOT NULL, 
	CONSTRAINT pk_keeper_use PRIMARY KEY (id), 
	CONSTRAINT fk_keeper_use_link FOREIGN KEY(link) REFERENCES keeper_link (id)
);
INSERT INTO "keeper_use" VALUES(1,'id-0','2026-09-01 02:00:00.000000','what-0');
INSERT INTO "keeper_use" VALUES(2,'id-1','2026-09-01 02:00:00.000000','what-1');
CREATE TABLE measure (
	day DATE NOT NULL, 
	bureau VARCHAR(64) NOT NULL, 
	district VARCHAR(32) NOT NULL, 
	sub_district VARCHAR(32) NOT NULL, 
	points INTEGER NOT NULL, 
	checked INTEGER NOT NULL, 
	hours_unknown INTEGER NOT NULL, 
	amenities_unknown INTEGER NOT NULL, 
	unlocated INTEGER NOT NULL, 
	CONSTRAINT pk_measure PRIMARY KEY (day, bureau, district, sub_district)
);
INSERT INTO "measure" VALUES('2026-09-01','shili-0','district-0','sub_district-0',1,1,1,1,1);
INSERT INTO "measure" VALUES('2026-09-02','shili-1','district-1','sub_district-1',2,2,2,2,2);
CREATE TABLE offering (
	id INTEGER NOT NULL, 
	revision INTEGER NOT NULL, 
	code VARCHAR(6) NOT NULL, 
	space TEXT NOT NULL, 
	title TEXT NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	category VARCHAR(32) NOT NULL, 
	description TEXT NOT NULL, 
	welcome VARCHAR(32) NOT NULL, 
	channel VARCHAR(32) NOT NULL, 
	phone TEXT NOT NULL, 
	link TEXT NOT NULL, 
	how TEXT NOT NULL, 
	how_date DATE, 
	made_at DATETIME NOT NULL, 
	made_by TEXT NOT NULL, 
	ended_at DATETIME, 
	ended_by TEXT NOT NULL, 
	CONSTRAINT pk_offering PRIMARY KEY (id), 
	CONSTRAINT fk_offering_code FOREIGN KEY(code) REFERENCES point (code)
);
INSERT INTO "offering" VALUES(1,1,'7K2M9Q','','title-0','service','daily','description-0','everyone','here','phone-0','link-0','how-0','2026-09-01','2026-09-01 02:00:00.000000','made_by-0',NULL,'ended_by-0');
INSERT INTO "offering" VALUES(2,2,'7K2M9R','','title-1','service','daily','description-1','everyone','here','phone-1','link-1','how-1','2026-09-02','2026-09-01 02:00:00.000000','made_by-1',NULL,'ended_by-1');
CREATE TABLE offering_session (
	code VARCHAR(6) NOT NULL, 
	revision INTEGER NOT NULL, 
	offering INTEGER NOT NULL, 
	starts_at DATETIME NOT NULL, 
	ends_at DATETIME NOT NULL, 
	capacity INTEGER, 
	most INTEGER NOT NULL, 
	queue INTEGER NOT NULL, 
	opens_at DATETIME, 
	closes_at DATETIME, 
	notice_minutes INTEGER NOT NULL, 
	closing DATETIME NOT NULL, 
	state VARCHAR(32) NOT NULL, 
	reason TEXT NOT NULL, 
	moved_from DATETIME, 
	series VARCHAR(32) NOT NULL, 
	taken INTEGER NOT NULL, 
	waiting INTEGER NOT NULL, 
	turn INTEGER NOT NULL, 
	CONSTRAINT pk_offering_session PRIMARY KEY (code), 
	CONSTRAINT ck_offering_session_taken CHECK (taken >= 0 AND taken <= coalesce(capacity, 0)), 
	CONSTRAINT ck_offering_session_waiting CHECK (waiting >= 0), 
	CONSTRAINT fk_offering_session_offering FOREIGN KEY(offering) REFERENCES offering (id)
);
INSERT INTO "offering_session" VALUES('8K2M9Q',1,1,'2027-09-01 02:00:00.000000','2027-09-01 04:00:00.000000',5,3,10,NULL,NULL,0,'2027-09-01 02:00:00.000000','planned','',NULL,'series-0',1,0,1);
INSERT INTO "offering_session" VALUES('8K2M9R',2,2,'2027-09-01 02:00:00.000000','2027-09-01 04:00:00.000000',5,3,10,NULL,NULL,0,'2027-09-01 02:00:00.000000','planned','',NULL,'series-1',1,0,1);
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
INSERT INTO "review_item" VALUES(1,'key-0','note','7K2M9Q','shili-0',1,'sheet-0',1,'column-0','','{}','gAAAAABrCNV-jp9jeyageObu7e5VlbxmFF7ZxK7hWpMusJCfmpueMjebaI-PPzopuhhFsf2nf_aKPnJw8KY1RxOEHuO__4yzLKXR8rM_QSxzJgdHIQchktQ=','2026-09-01 02:00:00.000000',NULL,'done_by-0','outcome-0');
INSERT INTO "review_item" VALUES(2,'key-1','note','7K2M9R','shili-1',2,'sheet-1',2,'column-1','','{}','gAAAAABrCNV-hV0eBvrCWP1esG02mZSrN9xVYtG3A0Nakj_VnegMfIYX41adHkG2oJNCJviAr63UBn00EqyI3L0zkYp3DW79-AgvDI91u1CMhbIhkunGdnc=','2026-09-01 02:00:00.000000',NULL,'done_by-1','outcome-1');
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
CREATE TABLE roster_opening (
	id INTEGER NOT NULL, 
	session VARCHAR(6) NOT NULL, 
	at DATETIME NOT NULL, 
	account TEXT NOT NULL, 
	what TEXT NOT NULL, 
	CONSTRAINT pk_roster_opening PRIMARY KEY (id), 
	CONSTRAINT fk_roster_opening_session FOREIGN KEY(session) REFERENCES offering_session (code)
);
INSERT INTO "roster_opening" VALUES(1,'8K2M9Q','2026-09-01 02:00:00.000000','account-0','what-0');
INSERT INTO "roster_opening" VALUES(2,'8K2M9R','2026-09-01 02:00:00.000000','account-1','what-1');
CREATE TABLE session (
	digest VARCHAR(64) NOT NULL, 
	account INTEGER NOT NULL, 
	made_at DATETIME NOT NULL, 
	seen_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, 
	device TEXT NOT NULL, 
	CONSTRAINT pk_session PRIMARY KEY (digest), 
	CONSTRAINT fk_session_account FOREIGN KEY(account) REFERENCES account (id)
);
INSERT INTO "session" VALUES('digest-0',1,'2026-09-01 02:00:00.000000','2026-09-01 02:00:00.000000','2026-09-01 02:00:00.000000','device-0');
INSERT INTO "session" VALUES('digest-1',2,'2026-09-01 02:00:00.000000','2026-09-01 02:00:00.000000','2026-09-01 02:00:00.000000','device-1');
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
CREATE TABLE throttle (
	"key" VARCHAR(64) NOT NULL, 
	failures INTEGER NOT NULL, 
	since DATETIME NOT NULL, 
	CONSTRAINT pk_throttle PRIMARY KEY ("key")
);
INSERT INTO "throttle" VALUES('key-0',1,'2026-09-01 02:00:00.000000');
INSERT INTO "throttle" VALUES('key-1',2,'2026-09-01 02:00:00.000000');
CREATE TABLE upload (
	id VARCHAR(32) NOT NULL, 
	account INTEGER NOT NULL, 
	bureau VARCHAR(64) NOT NULL, 
	filename TEXT NOT NULL, 
	sealed BLOB NOT NULL, 
	mapping JSON NOT NULL, 
	preview BLOB, 
	at DATETIME NOT NULL, 
	batch INTEGER, 
	CONSTRAINT pk_upload PRIMARY KEY (id), 
	CONSTRAINT fk_upload_account FOREIGN KEY(account) REFERENCES account (id), 
	CONSTRAINT fk_upload_batch FOREIGN KEY(batch) REFERENCES import_batch (id)
);
INSERT INTO "upload" VALUES('id-0',1,'shili-0','filename-0',X'6741414141414272434E562D3130644D68453931387A664130337135622D444A33523870544D4675413271634F2D4A563958616E30746C43697062446F516D617338416A426C58376277796B4E6439474D43764169577765753555424778305449373250556F38665952424D76456D327473347766696B3D','{}',X'6741414141414272434E562D374A313863344C417239546F41564B70556E4C59307A46316B5771656C4C793245476A56623347766F784C595930385F62385351504E46744447705A5834377741697A7345662D445A743141586D4C497661355459673D3D','2026-09-01 02:00:00.000000',1);
INSERT INTO "upload" VALUES('id-1',2,'shili-1','filename-1',X'6741414141414272434E562D764D70656D735259744634354A50344B6F4B644374617230477A6C30703258566D306244595F643650496E66685446745464654A4165446B5877524C3530564C384451455261414C6142754E7452533939376F41346854776C5A64594966583378592D33635A68686363633D','{}',X'6741414141414272434E562D477537456757305454454F726877354850796561636C424B5350466542596B4F436132776B733568586F447851436A52697361735068694745595270784C566A5A39424C4177344F665579674662666449716F377A513D3D','2026-09-01 02:00:00.000000',2);
CREATE INDEX ix_point_bureau ON point (bureau);
CREATE INDEX ix_contact_fingerprint ON contact (fingerprint);
CREATE INDEX ix_import_batch_sha256 ON import_batch (sha256);
CREATE INDEX ix_revision_batch ON revision (batch);
CREATE INDEX ix_review_item_open ON review_item (done_at, kind);
CREATE INDEX ix_invitation_account ON invitation (account);
CREATE INDEX ix_session_account ON session (account);
CREATE INDEX ix_throttle_since ON throttle (since);
CREATE INDEX ix_keeper_link_code ON keeper_link (code);
CREATE INDEX ix_keeper_use_link ON keeper_use (link);
CREATE INDEX ix_upload_account ON upload (account);
CREATE INDEX ix_upload_at ON upload (at);
CREATE INDEX ix_revision_at ON revision (at);
CREATE INDEX ix_offering_code ON offering (code);
CREATE INDEX ix_offering_session_offering ON offering_session (offering);
CREATE INDEX ix_offering_session_starts_at ON offering_session (starts_at);
CREATE INDEX ix_offering_session_ends_at ON offering_session (ends_at);
CREATE INDEX ix_booking_line ON booking (session, state, turn);
CREATE INDEX ix_booking_phone ON booking (phone);
CREATE UNIQUE INDEX uq_booking_standing ON booking (session, phone) WHERE state IN ('confirmed', 'waiting');
CREATE INDEX ix_roster_opening_session ON roster_opening (session);
COMMIT;
