using Larq.ModelBuilder.Recipes;
using nietras.SeparatedValues;

namespace Larq.ModelBuilder.Data;

/// <summary>Finds out how a file of rows is written and what its columns are, from all of its rows.</summary>
internal sealed class TableInspection
{
    private const int HeadRows = 1000;
    private const int PreviewRows = 10;

    private readonly string _path;
    private readonly bool _quoted;
    private readonly SeparatorGuess _separator;
    private readonly HeaderVote _header;
    private readonly MissingWords _missing;
    private readonly RaggedRows _ragged;
    private readonly ReadingChoices _choices;
    private readonly List<Finding> _findings = [];
    private readonly List<string[]> _preview = [];
    private readonly List<long> _empty = [];
    private string[] _names = [];
    private ColumnProfile[] _profiles = [];
    private long _rows;

    private TableInspection(string path, ReadingChoices choices)
    {
        (_path, _choices) = (path, choices);
        _missing = new MissingWords(choices.Missing);
        _quoted = QuoteScan.IsQuoted(path);
        _separator = SeparatorGuess.Of(path, _quoted, choices.Separator);
        var head = RowSource.Head(path, _separator.Separator, _quoted, HeadRows);
        _header = HeaderVote.Of(
            [.. head.Where((row, index) => index == 0 || row.Length == _separator.Fields)], _missing,
            choices.HasHeader);
        _ragged = new RaggedRows(_separator.Fields, _quoted);
    }

    /// <summary>Looks at a file.</summary>
    /// <exception cref="DataException">It is no table at all; what is wrong in one is among its findings.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static TableFacts Of(string path, ReadingChoices choices)
    {
        FileCheck.Check(path);
        return new TableInspection(path, choices).Read();
    }

    private TableFacts Read()
    {
        _profiles = [.. Enumerable.Range(0, _separator.Fields).Select(_ => new ColumnProfile())];
        _names = [.. Enumerable.Range(0, _separator.Fields).Select(Unnamed)];
        var first = true;
        RowSource.Read(
            _path, _separator.Separator, _quoted,
            (row, line) =>
            {
                if (_ragged.Add(row, line)) return true;
                if (first && _header.HasHeader) Name(row);
                else Add(row, line);
                first = false;
                return true;
            },
            Skip);
        if (_rows == 0)
        {
            throw new DataException(
                $"'{_path}' has no row{(_header.HasHeader ? " below its header" : "")}.", [.. _ragged.Findings()]);
        }

        var mark = DecimalGuess.Of(_profiles, _separator.Separator, _choices.DecimalMarker);
        var columns = _profiles.Select((profile, i) => ColumnVerdict.Of(_names[i], i, profile, mark.Marker)).ToArray();
        if (_empty.Count > 0)
        {
            _findings.Add(new(
                Severity.Note, _empty.Count == 1
                    ? "an empty line is passed over"
                    : $"{_empty.Count} empty lines are passed over, this is the first")
            { Line = _empty[0] });
        }

        _findings.InsertRange(0, _ragged.Findings());
        _findings.AddRange(ColumnFindings.Of(columns, _rows));
        var loading = new Loading(
            _separator.Separator, _header.HasHeader, mark.Marker, _quoted,
            [.. _missing.All, .. columns.Any(column => column.Infinite.Count > 0) ? Infinity() : []]);
        return new TableFacts(
            _path, new FileInfo(_path).Length, _rows, loading, columns, [.. _findings])
        {
            SeparatorReason = _separator.Reason,
            HeaderReason = _header.Reason,
            DecimalReason = mark.Reason,
            Preview = [.. _preview],
        };
    }

    private void Add(SepReader.Row row, long line)
    {
        _rows++;
        var preview = _preview.Count < PreviewRows ? new string[_profiles.Length] : null;
        for (var i = 0; i < _profiles.Length; i++)
        {
            var cell = RowSource.Cell(row, i);
            _profiles[i].Add(cell, line, _missing);
            if (preview is not null) preview[i] = cell.ToString();
        }

        if (preview is not null) _preview.Add(preview);
    }

    private void Name(SepReader.Row row)
    {
        for (var i = 0; i < _names.Length; i++)
        {
            var name = RowSource.Cell(row, i).Trim();
            if (!name.IsEmpty) _names[i] = name.ToString();
            else _findings.Add(new(Severity.Note, "has no name in the first line: gets this") { Column = _names[i] });
        }

        foreach (var twice in _names.GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            _findings.Add(new(
                Severity.Warning, $"{twice.Count()} columns have this name: choose one of them by its number")
            { Column = twice.Key });
        }
    }

    private void Skip(long line, string why)
    {
        if (why.Length == 0) _empty.Add(line);
        else _findings.Add(new(Severity.Warning, $"{why}: it is passed over") { Line = line });
    }

    private string[] Infinity() =>
        _missing.Contains(MissingNumbers.Infinity) ? [] : [MissingNumbers.Infinity];

    private static string Unnamed(int column) => $"Column{column}";
}
