namespace Fer.Preprocessing.Tests;

public class ContactSheetTests
{
    [Fact]
    public void Pictures_lie_in_rows_in_the_middle_of_their_cells()
    {
        var wide = new Image(3, 1, PixelFormat.Gray8, [1, 2, 3]);
        var high = new Image(1, 2, PixelFormat.Gray8, [4, 5]);
        var dot = new Image(1, 1, PixelFormat.Gray8, [6]);
        Image sheet = ContactSheet.Create([wide, high, dot], columns: 2, margin: 1, background: 9);
        ImageAssert.Equal(
            new Image(9, 7, PixelFormat.Gray8,
            [
                9, 9, 9, 9, 9, 9, 9, 9, 9,
                9, 1, 2, 3, 9, 9, 4, 9, 9,
                9, 9, 9, 9, 9, 9, 5, 9, 9,
                9, 9, 9, 9, 9, 9, 9, 9, 9,
                9, 9, 6, 9, 9, 9, 9, 9, 9,
                9, 9, 9, 9, 9, 9, 9, 9, 9,
                9, 9, 9, 9, 9, 9, 9, 9, 9,
            ]),
            sheet);
    }

    [Fact]
    public void Formats_may_differ()
    {
        var gray = new Image(1, 1, PixelFormat.Gray8, [7]);
        var color = new Image(1, 1, PixelFormat.Rgb24, [1, 2, 3]);
        var alpha = new Image(1, 1, PixelFormat.Rgba32, [4, 5, 6, 8]);
        ImageAssert.Equal(
            new Image(2, 1, PixelFormat.Rgb24, [7, 7, 7, 1, 2, 3]), ContactSheet.Create([gray, color], margin: 0));
        ImageAssert.Equal(
            new Image(3, 1, PixelFormat.Rgba32, [7, 7, 7, 255, 1, 2, 3, 255, 4, 5, 6, 8]),
            ContactSheet.Create([gray, color, alpha], columns: 3, margin: 0));
    }

    [Theory]
    [InlineData(1, 0, 1, 1)]
    [InlineData(4, 0, 2, 2)]
    [InlineData(5, 0, 3, 2)]
    [InlineData(5, 9, 5, 1)]
    [InlineData(5, 1, 1, 5)]
    public void The_grid_has_as_many_columns_as_asked_for_or_is_about_square(int count, int columns, int across, int down)
    {
        Image sheet = ContactSheet.Create([.. Enumerable.Repeat(new Image(10, 6, PixelFormat.Gray8), count)], columns);
        Assert.Equal((across * 12 + 2, down * 8 + 2), (sheet.Width, sheet.Height));
    }

    [Fact]
    public void Arguments_are_checked()
    {
        Image[] one = [new(1, 1, PixelFormat.Gray8)];
        Assert.Throws<ArgumentException>(() => ContactSheet.Create([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ContactSheet.Create(one, columns: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ContactSheet.Create(one, margin: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ContactSheet.Create(
            [.. Enumerable.Repeat(new Image(1, 40_000, PixelFormat.Gray8), 40_000)], margin: 60_000));
    }
}
