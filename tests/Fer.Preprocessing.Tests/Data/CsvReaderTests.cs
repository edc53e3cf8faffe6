using System.Text;

namespace Fer.Preprocessing.Tests;

public sealed class CsvReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a,b\nc,d\n", "a|b", "c|d")]
    [InlineData("a,b\r\nc,d", "a|b", "c|d")]
    [InlineData("a,b\rc,d\r", "a|b", "c|d")]
    [InlineData("\uFEFFa,b\n\n  \nc,d", "a|b", "c|d")]
    [InlineData("\"a\",\"b, \"\"c\"\"\"\n\"\",\"x\ny\"", "a|b, \"c\"", "|x\ny")]
    [InlineData(",\n a , b\"c", "|", " a | b\"c")]
    [InlineData("ä,猫\n", "ä|猫")]
    [InlineData("")]
    public void Records_are_read(string text, params string[] records) => Assert.Equal(records, Read(text));

    [Fact]
    public void Lines_are_counted_through_quoted_fields_and_blank_lines()
    {
        using CsvReader reader = Open("a\n\n\"x\r\ny\"\r\nb\n");
        List<long> lines = [];
        while (reader.Read())
            lines.Add(reader.Line);
        Assert.Equal([1, 3, 5], lines);
    }

    [Fact]
    public void Records_longer_than_the_buffer_are_whole()
    {
        string field = new('x', 70_000);
        Assert.Equal([$"{field}|{field}|1", "a|b|2"], Read($"{field},\"{field}\",1\na,b,2"));
    }

    [Theory]
    [InlineData("a\n\"b,c\nd", 2, "never ends")]
    [InlineData("a\nb\n\"c\"d,e", 3, "closing quote")]
    public void Quotes_that_do_not_match_are_an_error(string text, long line, string message) =>
        DatasetAssert.FailsAt(line, () => Read(text), message);

    [Fact]
    public void A_line_of_ten_megabytes_is_an_error() =>
        DatasetAssert.FailsAt(2, () => Read($"a\n{new string('x', 10_000_000)}"), "longer than");

    [Fact]
    public void A_quote_that_swallows_ten_megabytes_is_an_error() =>
        DatasetAssert.FailsAt(1, () => Read($"\"{new string('\n', 10_000_000)}"), "longer than");

    private CsvReader Open(string text) => CsvReader.Open(_folder.Write("file.csv", Encoding.UTF8.GetBytes(text)));

    private List<string> Read(string text)
    {
        using CsvReader reader = Open(text);
        List<string> records = [];
        while (reader.Read())
            records.Add(string.Join('|', Enumerable.Range(0, reader.Count).Select(i => reader[i].ToString())));
        return records;
    }
}
