// Command go verifies a ledger from its files alone, with code that shares nothing with Ledgerline: the checkpoints and
// Merkle proofs of the Go checksum database (golang.org/x/mod/sumdb/note and tlog).
//
//	go run . <folder> <vkey of the log>
//
// It reads what C2SP tlog-tiles publishes (checkpoint, tile/<L>/<N>[.p/<W>], tile/entries/<N>[.p/<W>]) and the list of
// published checkpoints (checkpoints/<N>: 256 notes a file, each after its length, two bytes, big-endian), and checks
// that
//
//   - every published checkpoint is signed by the log, and the newest one stands in the file checkpoint;
//   - sizes rise, and every published checkpoint is a prefix of the newest one (RFC 9162 consistency proofs);
//   - every record of the entry bundles is included under its index (inclusion proofs).
//
// It prints "verified <n> checkpoints" and "verified <n> records", or says what is wrong and exits with status 1.
package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// tileHeight is the tile height of tlog-tiles: a full tile has 1<<tileHeight hashes, a full bundle as many entries.
const (
	tileHeight = 8
	tileWidth  = 1 << tileHeight
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: go run . <folder> <vkey>")
		os.Exit(2)
	}
	if err := verifyLedger(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func verifyLedger(folder, vkey string) error {
	log, err := note.NewVerifier(vkey)
	if err != nil {
		return fmt.Errorf("vkey: %w", err)
	}
	published, err := readCheckpoints(folder, log)
	if err != nil {
		return err
	}
	newest := published[len(published)-1]
	reader := &tileReader{folder: folder, saved: make(map[tlog.Tile][]byte)}
	// Before x/mod v0.40, TileHashReader checked fewer tiles than it says. Nothing here rests on it: each proof that is
	// made of its hashes is checked against roots that the log signed.
	hashes := tlog.TileHashReader(newest, reader)
	for _, older := range published {
		if err := checkPrefix(older, newest, hashes); err != nil {
			return err
		}
	}
	fmt.Printf("verified %d checkpoints\n", len(published))
	if err := checkRecords(folder, newest, hashes); err != nil {
		return err
	}
	fmt.Printf("verified %d records\n", newest.N)
	return nil
}

// readCheckpoints opens all published checkpoints, in order. There is at least one.
func readCheckpoints(folder string, log note.Verifier) ([]tlog.Tree, error) {
	var trees []tlog.Tree
	var last []byte
	for number := int64(0); ; number++ {
		file, err := os.ReadFile(filepath.Join(folder, "checkpoints", indexPath(number)))
		if errors.Is(err, fs.ErrNotExist) {
			break
		}
		if err != nil {
			return nil, err
		}
		notes, err := splitEntries(file)
		if err != nil {
			return nil, fmt.Errorf("checkpoints/%s: %w", indexPath(number), err)
		}
		for _, text := range notes {
			tree, err := openCheckpoint(text, log)
			if err != nil {
				return nil, fmt.Errorf("published checkpoint %d: %w", len(trees), err)
			}
			if len(trees) > 0 && tree.N <= trees[len(trees)-1].N {
				return nil, fmt.Errorf("published checkpoint %d: size %d does not rise", len(trees), tree.N)
			}
			trees, last = append(trees, tree), text
		}
	}
	if len(trees) == 0 {
		return nil, errors.New("no checkpoint is published")
	}
	current, err := os.ReadFile(filepath.Join(folder, "checkpoint"))
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(current, last) {
		return nil, errors.New("checkpoint: not the newest of the published ones")
	}
	return trees, nil
}

// openCheckpoint verifies the log's signature and parses the text of tlog-checkpoint: origin, size and root, one a line.
func openCheckpoint(signed []byte, log note.Verifier) (tlog.Tree, error) {
	opened, err := note.Open(signed, note.VerifierList(log))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[3] != "" {
		return tlog.Tree{}, errors.New("not three lines")
	}
	if lines[0] != log.Name() {
		return tlog.Tree{}, fmt.Errorf("origin %q", lines[0])
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 || strconv.FormatInt(size, 10) != lines[1] {
		return tlog.Tree{}, fmt.Errorf("size %q", lines[1])
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil || root.String() != lines[2] {
		return tlog.Tree{}, fmt.Errorf("root %q", lines[2])
	}
	return tlog.Tree{N: size, Hash: root}, nil
}

// checkPrefix proves that newest extends older.
func checkPrefix(older, newest tlog.Tree, hashes tlog.HashReader) error {
	if older.N == 0 {
		return fmt.Errorf("a checkpoint of size 0 is published")
	}
	proof, err := tlog.ProveTree(newest.N, older.N, hashes)
	if err == nil {
		err = tlog.CheckTree(proof, newest.N, newest.Hash, older.N, older.Hash)
	}
	if err != nil {
		return fmt.Errorf("checkpoint of size %d: %w", older.N, err)
	}
	return nil
}

// checkRecords proves the inclusion of every record, by the hash of its bytes in the entry bundles.
func checkRecords(folder string, tree tlog.Tree, hashes tlog.HashReader) error {
	for index := int64(0); index < tree.N; {
		width := min(tileWidth, tree.N-index)
		bundle, err := readBundle(folder, index/tileWidth, width)
		if err != nil {
			return err
		}
		for _, record := range bundle {
			proof, err := tlog.ProveRecord(tree.N, index, hashes)
			if err == nil {
				err = tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(record))
			}
			if err != nil {
				return fmt.Errorf("record %d: %w", index, err)
			}
			index++
		}
	}
	return nil
}

// readBundle reads exactly width entries, from the partial bundle or, where that is gone, from the full one.
func readBundle(folder string, number, width int64) ([][]byte, error) {
	path := "tile/entries/" + indexPath(number)
	file, err := readWidth(folder, path, int(width))
	if err != nil {
		return nil, err
	}
	entries, err := splitEntries(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if int64(len(entries)) < width {
		return nil, fmt.Errorf("%s: %d entries, want %d", path, len(entries), width)
	}
	return entries[:width], nil
}

// splitEntries splits a file of entries, each after its length in two bytes, big-endian.
func splitEntries(file []byte) ([][]byte, error) {
	var entries [][]byte
	for len(file) > 0 {
		if len(file) < 2 || len(file)-2 < int(binary.BigEndian.Uint16(file)) {
			return nil, errors.New("the last entry is cut off")
		}
		end := 2 + int(binary.BigEndian.Uint16(file))
		entries = append(entries, file[2:end])
		file = file[end:]
	}
	return entries, nil
}

// tileReader serves the tiles of tlog from the paths of tlog-tiles.
type tileReader struct {
	folder string
	// saved holds tiles that were read before.
	saved map[tlog.Tile][]byte
}

func (r *tileReader) Height() int { return tileHeight }

func (r *tileReader) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	data := make([][]byte, len(tiles))
	for i, tile := range tiles {
		if known, ok := r.saved[tile]; ok {
			data[i] = known
			continue
		}
		path := fmt.Sprintf("tile/%d/%s", tile.L, indexPath(tile.N))
		file, err := readWidth(r.folder, path, tile.W)
		if err != nil {
			return nil, err
		}
		if len(file) < tile.W*tlog.HashSize {
			return nil, fmt.Errorf("%s: %d bytes, want %d hashes", path, len(file), tile.W)
		}
		data[i] = file[:tile.W*tlog.HashSize]
	}
	return data, nil
}

func (r *tileReader) SaveTiles(tiles []tlog.Tile, data [][]byte) {
	for i, tile := range tiles {
		r.saved[tile] = data[i]
	}
}

// readWidth reads a file of tlog-tiles of the given width; the full one stands in for a partial one that is gone.
func readWidth(folder, path string, width int) ([]byte, error) {
	if width < tileWidth {
		file, err := os.ReadFile(filepath.Join(folder, fmt.Sprintf("%s.p/%d", path, width)))
		if !errors.Is(err, fs.ErrNotExist) {
			return file, err
		}
	}
	return os.ReadFile(filepath.Join(folder, path))
}

// indexPath spells a number as tlog-tiles does: 1234067 is x001/x234/067.
func indexPath(number int64) string {
	path := fmt.Sprintf("%03d", number%1000)
	for number /= 1000; number > 0; number /= 1000 {
		path = fmt.Sprintf("x%03d/%s", number%1000, path)
	}
	return path
}
