// Command oracle answers questions about trees and notes with the packages of golang.org/x/mod/sumdb, one JSON
// object a line in, one a line out. The test suite copies those packages beside this file before it builds it.
package main

import (
	"bufio"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"

	"oracle/note"
	"oracle/tlog"
)

type question struct {
	Op        string   `json:"op"`
	Synthetic bool     `json:"synthetic"` // nodes made from their place, for trees too large to build
	Size      int64    `json:"size"`
	Old       int64    `json:"old"`
	Index     int64    `json:"index"`
	Level     int      `json:"level"`
	Width     int      `json:"width"`
	Path      string   `json:"path"`
	Leaf      string   `json:"leaf"`
	Root      string   `json:"root"`
	OldRoot   string   `json:"old_root"`
	Proof     []string `json:"proof"`
	Data      []byte   `json:"data"`
	Keys      []string `json:"keys"`
}

type answer struct {
	Error  string      `json:"error,omitempty"`
	Text   string      `json:"text,omitempty"`
	Data   []byte      `json:"data,omitempty"`
	Hashes []tlog.Hash `json:"hashes,omitempty"`
	Paths  []string    `json:"paths,omitempty"`
	Tile   *tlog.Tile  `json:"tile,omitempty"`
	Names  []string    `json:"names,omitempty"`
}

// stored holds the hashes of a growing tree whose entry i is the decimal text of i.
var stored []tlog.Hash

var records int64

func readStored(indexes []int64) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if index >= int64(len(stored)) {
			return nil, errors.New("beyond the stored hashes")
		}
		found[i] = stored[index]
	}
	return found, nil
}

func readSynthetic(indexes []int64) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		level, n := tlog.SplitStoredHashIndex(index)
		found[i] = sha256.Sum256([]byte(fmt.Sprintf("%d/%d", level, n)))
	}
	return found, nil
}

func reader(q *question) (tlog.HashReader, error) {
	if q.Synthetic {
		return tlog.HashReaderFunc(readSynthetic), nil
	}
	for ; records < q.Size; records++ {
		added, err := tlog.StoredHashes(records, []byte(strconv.FormatInt(records, 10)), tlog.HashReaderFunc(readStored))
		if err != nil {
			return nil, err
		}
		stored = append(stored, added...)
	}
	return tlog.HashReaderFunc(readStored), nil
}

func parseHashes(texts ...string) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(texts))
	for i, text := range texts {
		hash, err := tlog.ParseHash(text)
		if err != nil {
			return nil, err
		}
		hashes[i] = hash
	}
	return hashes, nil
}

// proofDigest is the hash over all inclusion and all consistency proofs of one tree, each led by its length.
func proofDigest(size int64, r tlog.HashReader) (string, error) {
	sum := sha256.New()
	add := func(hashes []tlog.Hash) {
		sum.Write([]byte{byte(len(hashes))})
		for _, hash := range hashes {
			sum.Write(hash[:])
		}
	}
	for i := int64(0); i < size; i++ {
		proof, err := tlog.ProveRecord(size, i, r)
		if err != nil {
			return "", err
		}
		add(proof)
	}
	for old := int64(1); old <= size; old++ {
		proof, err := tlog.ProveTree(size, old, r)
		if err != nil {
			return "", err
		}
		add(proof)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

func respond(q *question) (a answer, err error) {
	switch q.Op {
	case "root", "digest", "prove_record", "prove_tree", "tile_data":
		return respondTree(q)
	case "check_record":
		hashes, err := parseHashes(append(q.Proof, q.Leaf, q.Root)...)
		if err != nil {
			return a, err
		}
		n := len(q.Proof)
		return a, tlog.CheckRecord(hashes[:n], q.Size, hashes[n+1], q.Index, hashes[n])
	case "check_tree":
		hashes, err := parseHashes(append(q.Proof, q.OldRoot, q.Root)...)
		if err != nil {
			return a, err
		}
		n := len(q.Proof)
		return a, tlog.CheckTree(hashes[:n], q.Size, hashes[n+1], q.Old, hashes[n])
	case "new_tiles":
		for _, tile := range tlog.NewTiles(8, q.Old, q.Size) {
			a.Paths = append(a.Paths, tile.Path())
		}
		return a, nil
	case "tile_path":
		a.Text = tlog.Tile{H: 8, L: q.Level, N: q.Index, W: q.Width}.Path()
		return a, nil
	case "parse_path":
		tile, err := tlog.ParseTilePath(q.Path)
		a.Tile = &tile
		return a, err
	case "open":
		return respondOpen(q)
	case "sign":
		var signers []note.Signer
		for _, key := range q.Keys {
			signer, err := note.NewSigner(key)
			if err != nil {
				return a, err
			}
			signers = append(signers, signer)
		}
		a.Data, err = note.Sign(&note.Note{Text: string(q.Data)}, signers...)
		return a, err
	case "parse_tree":
		tree, err := tlog.ParseTree(q.Data)
		a.Text, a.Hashes = strconv.FormatInt(tree.N, 10), []tlog.Hash{tree.Hash}
		return a, err
	case "vkey":
		verifier, err := note.NewVerifier(q.Keys[0])
		if err == nil {
			a.Text = verifier.Name()
		}
		return a, err
	}
	return a, fmt.Errorf("no such question: %q", q.Op)
}

func respondTree(q *question) (a answer, err error) {
	r, err := reader(q)
	if err != nil {
		return a, err
	}
	switch q.Op {
	case "root":
		hash, err := tlog.TreeHash(q.Size, r)
		a.Hashes = []tlog.Hash{hash}
		return a, err
	case "digest":
		a.Text, err = proofDigest(q.Size, r)
	case "prove_record":
		a.Hashes, err = tlog.ProveRecord(q.Size, q.Index, r)
	case "prove_tree":
		a.Hashes, err = tlog.ProveTree(q.Size, q.Old, r)
	case "tile_data":
		a.Data, err = tlog.ReadTileData(tlog.Tile{H: 8, L: q.Level, N: q.Index, W: q.Width}, r)
	}
	return a, err
}

func respondOpen(q *question) (a answer, err error) {
	var verifiers []note.Verifier
	for _, key := range q.Keys {
		verifier, err := note.NewVerifier(key)
		if err != nil {
			return a, err
		}
		verifiers = append(verifiers, verifier)
	}
	opened, err := note.Open(q.Data, note.VerifierList(verifiers...))
	if err != nil {
		return a, err
	}
	a.Text = base64.StdEncoding.EncodeToString([]byte(opened.Text))
	for _, signature := range opened.Sigs {
		a.Names = append(a.Names, signature.Name)
	}
	return a, nil
}

func main() {
	questions := json.NewDecoder(bufio.NewReaderSize(os.Stdin, 1<<20))
	out := bufio.NewWriterSize(os.Stdout, 1<<20)
	defer out.Flush()
	answers := json.NewEncoder(out)
	for questions.More() {
		var q question
		if err := questions.Decode(&q); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		a, err := respond(&q)
		if err != nil {
			a = answer{Error: err.Error()}
		}
		if err := answers.Encode(a); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}
