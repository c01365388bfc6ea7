-- The database of Warden and its user, who may only connect from the servers' network. Run as administrator:
--   mariadb < mariadb.sql
CREATE DATABASE warden CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
CREATE USER 'warden'@'10.0.0.%' IDENTIFIED BY 'a long random one';
GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, REFERENCES ON warden.* TO 'warden'@'10.0.0.%';
